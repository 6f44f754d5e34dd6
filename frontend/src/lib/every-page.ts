/** All pages of a list, one after the other: for what is chosen from or looked up in, which nobody scrolls through. */
export async function everyPage<Page extends { next: string | null }>(
  read: (after: string | undefined) => Promise<Page>,
): Promise<Page[]> {
  const pages: Page[] = [];
  let after: string | undefined;
  do {
    const page = await read(after);
    pages.push(page);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return pages;
}
