import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Says } from "./check-item";
import { isDarkPicture } from "./brightness";

const LOOK_MS = 1_000;
const SAMPLE = { width: 32, height: 24 };

interface CameraPictureProps {
  stream: MediaStream;
  /** What to say about the picture, given whether it is dark. */
  children: (isDark: boolean) => ReactNode;
}

/** The own picture as in a mirror, and a look at its light. */
export function CameraPicture({ stream, children }: CameraPictureProps) {
  const { t } = useTranslation("check");
  const video = useRef<HTMLVideoElement>(null);
  const [isDark, setIsDark] = useState(false);

  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = stream;
    // Muted and inline, it plays by itself; where it does not, its first picture stands.
    element.play().catch(() => undefined);
    const canvas = new OffscreenCanvas(SAMPLE.width, SAMPLE.height);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const timer = setInterval(() => {
      if (context === null || element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
      context.drawImage(element, 0, 0, SAMPLE.width, SAMPLE.height);
      setIsDark(isDarkPicture(context.getImageData(0, 0, SAMPLE.width, SAMPLE.height).data));
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
      element.srcObject = null;
    };
  }, [stream]);

  return (
    <div className="space-y-2">
      <video
        ref={video}
        muted
        playsInline
        aria-label={t("camera.picture")}
        className="aspect-4/3 w-full max-w-md -scale-x-100 rounded-panel border bg-sunken object-cover"
      />
      <Says>{children(isDark)}</Says>
    </div>
  );
}
