let context: AudioContext | null = null;

/** The page's audio context, awake. Ask for it in answer to a click: before one, browsers keep it asleep. */
export async function wakeAudioContext(): Promise<AudioContext> {
  context ??= new AudioContext();
  if (context.state === "suspended") await context.resume();
  return context;
}
