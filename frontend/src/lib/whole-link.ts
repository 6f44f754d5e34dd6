/** The address of a link, which the API gives as a path where it does not know the platform's own address. */
export function wholeLink(link: string): string {
  return new URL(link, location.origin).href;
}
