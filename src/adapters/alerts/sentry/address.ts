/** Where Sentry's API is: the address that a person gave, without the organization. */
export const apiAddress = (address: string): string => address.replace(/\/organizations\/[^/]+$/, '');
