import { useEffect, useImperativeHandle, useRef, type Ref } from "react";

import type { RecordingOut } from "@/client";

export interface PlayerHandle {
  /** Plays on from there. */
  playFrom(seconds: number): void;
}

interface PlayerProps {
  ref: Ref<PlayerHandle>;
  interviewId: string;
  recording: RecordingOut;
  label: string;
  /** Where to begin, once it can be played: at a word of a recording that was not the one on show. */
  startAt: number | null;
  onTime: (seconds: number) => void;
  onEnded: () => void;
  onError: () => void;
}

/** Past every end: a browser that is sent there looks up how long the recording is. */
const PAST_THE_END = 1e101;

/**
 * One recording, with the browser's own controls. What browsers record says neither how long it is nor where its
 * seconds are; the player has it looked up before anybody can move about in it.
 */
export function Player({
  ref,
  interviewId,
  recording,
  label,
  startAt,
  onTime,
  onEnded,
  onError,
}: PlayerProps) {
  const video = useRef<HTMLVideoElement>(null);
  const measuring = useRef(false);
  const next = useRef(startAt);

  const goTo = (element: HTMLVideoElement, seconds: number) => {
    element.currentTime = seconds;
    // A browser that lets nothing play without a click shows its own button.
    void element.play().catch(() => undefined);
  };

  useImperativeHandle(ref, () => ({
    playFrom(seconds) {
      if (video.current === null) return;
      if (measuring.current || video.current.readyState === 0) next.current = seconds;
      else goTo(video.current, seconds);
    },
  }));

  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    let frame = 0;
    const follow = () => {
      if (!measuring.current) onTime(element.currentTime);
      if (!element.paused) frame = requestAnimationFrame(follow);
    };
    const begin = () => {
      cancelAnimationFrame(frame);
      follow();
    };
    element.addEventListener("play", begin);
    element.addEventListener("seeked", begin);
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener("play", begin);
      element.removeEventListener("seeked", begin);
    };
  }, [onTime]);

  const settle = (element: HTMLVideoElement) => {
    measuring.current = false;
    const seconds = next.current;
    next.current = null;
    if (seconds === null) element.currentTime = 0;
    else goTo(element, seconds);
  };

  return (
    <video
      ref={video}
      controls
      playsInline
      preload="metadata"
      src={`/api/interviews/${interviewId}/recordings/${recording.question_id}?take=${recording.take}`}
      aria-label={label}
      className="aspect-4/3 w-full rounded-panel bg-sunken object-contain"
      onLoadedMetadata={({ currentTarget }) => {
        if (Number.isFinite(currentTarget.duration)) {
          settle(currentTarget);
          return;
        }
        measuring.current = true;
        currentTarget.currentTime = PAST_THE_END;
      }}
      onDurationChange={({ currentTarget }) => {
        if (measuring.current && Number.isFinite(currentTarget.duration)) settle(currentTarget);
      }}
      onEnded={() => {
        if (!measuring.current) onEnded();
      }}
      onError={onError}
    >
      {/* What is said stands beside it, word by word. */}
      <track kind="captions" />
    </video>
  );
}
