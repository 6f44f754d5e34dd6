import { Bot, UserRound } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Explanation, JudgeVersions } from "@/client";
import { Badge } from "@/components/ui/badge";

/** What the rubric evaluator, which works by rules, says of its instructions. */
const WITHOUT_PROMPT = "none";

/** What was a machine's part in the result, and what is a person's. */
export function WhoDidWhat({ explanation }: { explanation: Explanation }) {
  const { t } = useTranslation("rights");
  const { posting } = explanation;
  const recognizers = recognizersOf(explanation);
  return (
    <div className="space-y-6">
      <div className="space-y-3">
        <Badge>
          <Bot aria-hidden />
          {t("who.machine")}
        </Badge>
        <ul className="list-disc space-y-2 pl-5 wrap-anywhere marker:text-control">
          <li>
            {posting === null ? t("who.askedPractice") : t("who.asked", { version: posting.plan_version })}
          </li>
          {explanation.answers.length > 0 && (
            <li>
              {recognizers.length === 0
                ? t("who.typed")
                : t("who.heard", { recognizers: recognizers.join(", ") })}
            </li>
          )}
          {judgesOf(explanation).map((versions) => (
            <li key={JSON.stringify(versions)}>
              {t(versions.prompt === WITHOUT_PROMPT ? "who.judgedByRules" : "who.judged", { ...versions })}
            </li>
          ))}
          {judgesOf(explanation).length === 0 && <li>{t("who.notJudged")}</li>}
        </ul>
      </div>
      {posting !== null && (
        <div className="space-y-3">
          <Badge tone="accent">
            <UserRound aria-hidden />
            {t("who.person")}
          </Badge>
          <ul className="list-disc space-y-2 pl-5 marker:text-control">
            <li>{t("who.decides")}</li>
            <li>{t("who.delivery")}</li>
          </ul>
        </div>
      )}
    </div>
  );
}

function recognizersOf({ answers }: Explanation): string[] {
  const heard = answers.flatMap(({ recognizer, follow_ups }) => [
    recognizer,
    ...follow_ups.map((followUp) => followUp.recognizer),
  ]);
  return [...new Set(heard.filter((name) => name !== null))];
}

/** What judged: more than one where answers were judged anew, or by several judges. */
function judgesOf({ answers }: Explanation): JudgeVersions[] {
  const judges = answers.flatMap(({ evaluation }) => (evaluation === null ? [] : [evaluation.versions]));
  return [...new Map(judges.map((versions) => [JSON.stringify(versions), versions])).values()];
}
