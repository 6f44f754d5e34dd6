interface KeptToken {
  read: () => string | null;
  keep: (token: string) => void;
  forget: () => void;
}

/** The token of a link, kept for this tab while somebody signs in: it stands in no address meanwhile. */
export function keptToken(key: string): KeptToken {
  return {
    read: () => sessionStorage.getItem(key),
    keep: (token) => {
      sessionStorage.setItem(key, token);
    },
    forget: () => {
      sessionStorage.removeItem(key);
    },
  };
}
