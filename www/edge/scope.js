/** @file The worker's global, with the types that it has. */

export const scope = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
