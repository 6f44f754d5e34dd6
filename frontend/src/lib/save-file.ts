/** Has the browser save a file that was fetched. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  saveAddress(address, name);
  // Some browsers read it only after the click has been dealt with.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}

/** Has the browser save what is at an address of ours; without a name, under the one that the answer gives. */
export function saveAddress(address: string, name = ""): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}

/** A title as the name of a file, without what some system takes for something else. */
export function fileName(title: string, ending: string): string {
  const plain = title
    .replaceAll(/[\\/:*?"<>|\p{Cc}\s]+/gu, " ")
    .replaceAll(/^[. ]+|[. ]+$/g, "")
    .slice(0, 80);
  return `${plain === "" ? "visavis" : plain}.${ending}`;
}
