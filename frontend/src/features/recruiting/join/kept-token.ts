const KEY = "visavis.join";

/** The link's token, kept for this tab while somebody signs in: it stands in no address meanwhile. */
export const keptToken = {
  read: (): string | null => sessionStorage.getItem(KEY),
  keep(token: string): void {
    sessionStorage.setItem(KEY, token);
  },
  forget(): void {
    sessionStorage.removeItem(KEY);
  },
};
