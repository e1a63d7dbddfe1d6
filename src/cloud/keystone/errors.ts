import {ApiError} from '../api-error.ts';

/** Keystone's answers, with its words. The type is the title of the answer's body. */
export const keystoneErrors = {
  unauthorized: () => new ApiError(401, 'Unauthorized', 'The request you have made requires authentication.'),
  forbidden: (action: string) =>
    new ApiError(403, 'Forbidden', `You are not authorized to perform the requested action: ${action}.`),
  notFound: (what: string, id: string) => new ApiError(404, 'Not Found', `Could not find ${what}: ${id}.`),
  noGrant: (role: string, user: string, project: string) =>
    new ApiError(
      404,
      'Not Found',
      `Could not find role assignment with role: ${role}, user or group: ${user}, project, domain, or system: ${project}.`,
    ),
  /** What every lab stands on. */
  fixedAccount: (name: string) =>
    new ApiError(403, 'Forbidden', `The account ${name} of this cloud cannot be changed.`),
  badRequest: (why: string) => new ApiError(400, 'Bad Request', why),
  conflict: (type: string, name: string) =>
    new ApiError(
      409,
      'Conflict',
      `Conflict occurred attempting to store ${type} - Duplicate entry found with name ${name} at domain ID default.`,
    ),
} as const;
