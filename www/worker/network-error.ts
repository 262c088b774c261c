/** @file The error of a request that cannot wait. */

/** @param what the failed operation, in the words of the browser */
export const networkError = (what: string) => new DOMException(`Failed to ${what}`, 'NetworkError');
