/** @file The worker's global, with the types that it has. */

export const scope = self as unknown as ServiceWorkerGlobalScope;
