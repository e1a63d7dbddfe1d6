import type {ProjectRecord, UserRecord} from '../store/records.ts';
import {DEFAULT_DOMAIN} from './authenticate.ts';

/** Projects and users as the API shows them. */

export const viewProject = (project: ProjectRecord) => ({
  ...project,
  domain_id: DEFAULT_DOMAIN.id,
  parent_id: DEFAULT_DOMAIN.id,
  is_domain: false,
  tags: [],
  options: {},
  links: {},
});

export const viewUser = (user: UserRecord) => ({
  id: user.id,
  name: user.name,
  enabled: user.enabled,
  domain_id: DEFAULT_DOMAIN.id,
  default_project_id: user.defaultProjectId,
  password_expires_at: null,
  options: {},
  links: {},
});
