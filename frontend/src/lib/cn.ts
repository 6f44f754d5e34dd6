import { clsx, type ClassValue } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// The names that styles/tokens.css gives, so that two of a kind are known to clash.
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["caption", "label", "body", "lead", "title", "headline", "display", "figure"],
      container: ["page", "reading", "form"],
      radius: ["mark", "control", "panel", "card"],
      shadow: ["card", "popup"],
    },
  },
});

/** Joins class names; of two Tailwind classes for the same property the later wins. */
export function cn(...inputs: ClassValue[]): string {
  return merge(clsx(inputs));
}
