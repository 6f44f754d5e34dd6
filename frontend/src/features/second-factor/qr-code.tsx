import { useMemo } from "react";
import { encode } from "uqr";

/** A text for a phone's camera: always dark on light, which is what cameras look for. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, dots } = useMemo(() => {
    const { size, data } = encode(text, { border: 3 });
    const dots = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])));
    return { size, dots: dots.join("") };
  }, [text]);
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} className="size-48 rounded-card">
      <rect width={size} height={size} fill="white" />
      <path d={dots} fill="black" shapeRendering="crispEdges" />
    </svg>
  );
}
