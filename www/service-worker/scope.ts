/** @file The worker's global, with its type. */

export const scope = self as unknown as ServiceWorkerGlobalScope;
