/** What becomes of a value on its way through JSON: the shape that clients of the API see. */
export type Json<T> = T extends Date ? string : T extends object ? { [K in keyof T]: Json<T[K]> } : T;
