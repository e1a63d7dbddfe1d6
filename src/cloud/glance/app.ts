import {Hono} from 'hono';
import {ApiError} from '../api-error.ts';
import type {Cloud} from '../cloud.ts';
import {signed} from '../rest/context.ts';
import type {Signed} from '../rest/context.ts';
import {IMAGES} from './images.ts';
import type {Image} from './images.ts';

const view = (image: Image) => ({
  id: image.id,
  name: image.name,
  status: 'active',
  visibility: 'public',
  protected: true,
  os_hidden: false,
  container_format: 'bare',
  disk_format: 'raw',
  size: 0,
  virtual_size: null,
  min_disk: 0,
  min_ram: 0,
  checksum: 'd41d8cd98f00b204e9800998ecf8427e',
  os_hash_algo: null,
  os_hash_value: null,
  owner: null,
  description: image.description,
  tags: [],
  created_at: '2016-03-15T00:00:00Z',
  updated_at: '2016-03-15T00:00:00Z',
  self: `/v2/images/${image.id}`,
  file: `/v2/images/${image.id}/file`,
  schema: '/v2/schemas/image',
});

/** Glance v2, to look at: images cannot be added or taken away. */
export function glanceApp(cloud: Cloud): Hono<Signed> {
  const app = new Hono<Signed>();
  const link = [{rel: 'self', href: `${cloud.baseUrl}/image/v2/`}];
  const versions = [
    {id: 'v2.9', status: 'CURRENT', links: link},
    {id: 'v2.0', status: 'SUPPORTED', links: link},
  ];
  app.get('/', (context) => context.json({versions}, 300));
  app.get('/versions', (context) => context.json({versions}));
  app.use('/v2/*', signed(cloud));
  app.get('/v2/images', (context) => {
    const query = context.req.query();
    const marker = IMAGES.findIndex((image) => image.id === query['marker']);
    const images = IMAGES.slice(marker + 1)
      .map(view)
      .filter((image) => (query['name'] ?? image.name) === image.name && (query['id'] ?? image.id) === image.id)
      .filter((image) => (query['status'] ?? image.status) === image.status)
      .filter((image) => (query['visibility'] ?? image.visibility) === image.visibility);
    return context.json({images, first: '/v2/images', schema: '/v2/schemas/images'});
  });
  app.get('/v2/images/:id', (context) => {
    const {id} = context.req.param();
    const image = IMAGES.find((candidate) => candidate.id === id);
    if (image === undefined) throw new ApiError(404, 'Not Found', `No image found with ID ${id}`);
    return context.json(view(image));
  });
  app.all('/v2/images', () => {
    throw new ApiError(403, 'Forbidden', 'The images of this cloud cannot be changed.');
  });
  app.on(['PATCH', 'DELETE'], '/v2/images/:id', () => {
    throw new ApiError(403, 'Forbidden', 'The images of this cloud cannot be changed.');
  });
  return app;
}

/** As Glance writes its errors for clients that want JSON. */
export const glanceBody = (error: ApiError) => ({
  message: `${error.message}<br /><br />\n\n\n`,
  code: `${error.status} ${error.type}`,
  title: error.type,
});
