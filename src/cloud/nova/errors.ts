import {ApiError} from '../api-error.ts';

/** Nova's answers, with its words. The type is the key of the answer's body. */
export const novaErrors = {
  badRequest: (why: string) => new ApiError(400, 'badRequest', why),
  malformed: () => new ApiError(400, 'badRequest', 'Malformed request body'),
  notFound: (why: string) => new ApiError(404, 'itemNotFound', why),
  noServer: (id: string) => new ApiError(404, 'itemNotFound', `Instance ${id} could not be found.`),
  noFlavor: (id: string) => new ApiError(404, 'itemNotFound', `Flavor ${id} could not be found.`),
  conflict: (why: string) => new ApiError(409, 'conflictingRequest', why),
  wrongState: (action: string, id: string, state: string) =>
    new ApiError(409, 'conflictingRequest', `Cannot '${action}' instance ${id} while it is in vm_state ${state}`),
  locked: (id: string) => new ApiError(409, 'conflictingRequest', `Instance ${id} is locked`),
  /** No node ever had it. */
  notReady: (id: string) => new ApiError(409, 'conflictingRequest', `Instance ${id} is not ready`),
  /** What this cloud cannot, whoever asks. */
  fixed: (what: string) => new ApiError(403, 'forbidden', `The ${what} of this cloud cannot be changed.`),
  notImplemented: (why: string) => new ApiError(501, 'notImplemented', why),
  forbidden: (rule: string) => new ApiError(403, 'forbidden', `Policy doesn't allow ${rule} to be performed.`),
  overQuota: (resource: string, requested: number, used: number, limit: number) =>
    new ApiError(
      403,
      'forbidden',
      `Quota exceeded for ${resource}: Requested ${requested}, but already used ${used} of ${limit} ${resource}`,
    ),
  versionText: (wanted: string) =>
    new ApiError(
      400,
      'badRequest',
      `API Version String ${wanted} is of invalid format. Must be of format MajorNum.MinorNum.`,
    ),
  version: (wanted: string, largest: string) =>
    new ApiError(
      406,
      'computeFault',
      `Version ${wanted} is not supported by the API. Minimum is 2.1 and maximum is ${largest}.`,
    ),
} as const;

export const novaBody = (error: ApiError) => ({[error.type]: {code: error.status, message: error.message}});
