export type ClientStatus = 400 | 401 | 403 | 404 | 405 | 406 | 409 | 412 | 413 | 415 | 501 | 503;

/**
 * An answer that is an error by the API's own rules: thrown inside a transaction it undoes it. Each service writes it
 * in its own shape.
 */
export class ApiError extends Error {
  readonly status: ClientStatus;
  /** Neutron's exception class: `SubnetInUse`, `InvalidInput`… */
  readonly type: string;

  constructor(status: ClientStatus, type: string, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.type = type;
  }
}
