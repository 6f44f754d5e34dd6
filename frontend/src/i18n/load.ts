import { i18n } from ".";

/** Fetches the texts of a page together with its code and data, so that it appears whole. */
export function loadTexts(...namespaces: string[]): Promise<void> {
  return i18n.loadNamespaces(namespaces);
}
