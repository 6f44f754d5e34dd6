/** Below this mean luma (0–255) a face is hard to measure. */
const DARK_LUMA = 48;

/** Whether a picture (RGBA bytes) is too dark to see a face in well. */
export function isDarkPicture(pixels: Uint8ClampedArray): boolean {
  let sum = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    sum += 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
  }
  return sum / (pixels.length / 4) < DARK_LUMA;
}
