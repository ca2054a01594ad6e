/** The later of two ISO times: the registry's stream tells full seconds, so that an end may seem to come before its start. */
export const later = (a: string, b: string): string => (Date.parse(a) > Date.parse(b) ? a : b);
