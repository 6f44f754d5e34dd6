export const REQUEST_ID = "X-Request-Id";

/** Of one request: what servers write down because of it has the same, and an error shows it. */
export function newRequestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
