import type { TFunction } from "i18next";

const NAMES = {
  "tasks.answer.index": "system.work.task.index",
  "tasks.evaluator.analyze_answer": "system.work.task.judge",
  "tasks.evaluator.generate_final_report": "system.work.task.report",
  "tasks.mail.send": "system.work.task.mail",
  "tasks.privacy.erase": "system.work.task.erase",
  "tasks.question.generate": "system.work.task.plan",
  "tasks.report.render_pdf": "system.work.task.pdf",
  "tasks.resume.embed": "system.work.task.embed",
  "tasks.resume.parse": "system.work.task.parse",
  "tasks.tts.synthesize": "system.work.task.speak",
  "tasks.webhook.deliver": "system.work.task.webhook",
} as const;

/** A task in words; one that the pages do not know is shown by its code. */
export function taskName(task: string, t: TFunction<"admin">): string {
  return isKnown(task) ? t(NAMES[task]) : task;
}

function isKnown(task: string): task is keyof typeof NAMES {
  return task in NAMES;
}
