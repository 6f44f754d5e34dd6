import type { ImportedRow, RowVerdict } from "@/client";

import { saveFile } from "@/lib/save-file";
import { wholeLink } from "@/lib/whole-link";

/** A spreadsheet runs what begins like a formula: an apostrophe makes it text. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}

/** As Excel reads it too, which takes a file without the mark for one in the machine's own encoding. */
function csv(rows: string[][]): string {
  return `\uFEFF${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** The links of those who were invited, which are not to be had a second time. */
export function linksFile(rows: ImportedRow[]): string {
  const linked = rows.flatMap(({ email, full_name, link }) =>
    link === null ? [] : [[email, full_name, wholeLink(link)]],
  );
  return csv([["email", "name", "link"], ...linked]);
}

/** Those who were not invited and why, to be put right and sent again. */
export function refusedFile(rows: ImportedRow[], reason: (verdict: RowVerdict) => string): string {
  const refused = rows.map(({ email, full_name, verdict }) => [email, full_name, reason(verdict)]);
  return csv([["email", "name", "reason"], ...refused]);
}

export function saveCsv(text: string, name: string): void {
  saveFile(new Blob([text], { type: "text/csv" }), name);
}
