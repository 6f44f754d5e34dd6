import { useTranslation } from "react-i18next";

import type { ReportedAnswer, SpeechMetricsOutput, SpokenAnswer } from "@/client";
import { TableCell } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { formatScore, formatShare, formatTenths } from "@/lib/format";

import { AnswerHead, AnswersTable } from "./answers-table";
import { turnName } from "./turn-name";
import { UnmeasuredReason } from "./unmeasured";
import { melodyOf, paceOf, strengthOf } from "./voice-words";

const COLUMNS = ["pace", "pauses", "fillers", "strength", "melody"] as const;

/** What was measured of the voice, answer by answer: a word for everybody, and the figure behind it. */
export function VoiceTable({
  voices,
  answers,
}: {
  voices: SpokenAnswer[];
  answers: readonly ReportedAnswer[];
}) {
  const { t } = useTranslation("report");
  return (
    <AnswersTable
      label={t("voice.table")}
      columns={COLUMNS.map((column) => t(`voice.${column}`))}
      className="min-w-200"
      notes={
        <>
          <p>{t("voice.note")}</p>
          {voices.some((voice) => !voice.transcript_reliable) && <p>{t("voice.uncertain")}</p>}
        </>
      }
    >
      {voices.map((voice) => (
        <Row key={voice.turn} voice={voice} name={turnName(voice.turn, answers, t)} />
      ))}
    </AnswersTable>
  );
}

function Row({ voice: { metrics, transcript_reliable }, name }: { voice: SpokenAnswer; name: string }) {
  const mark = transcript_reliable ? "" : "*";
  return (
    <tr>
      <AnswerHead>{name}</AnswerHead>
      <Pace metrics={metrics} mark={mark} />
      <Pauses metrics={metrics} />
      <Fillers metrics={metrics} mark={mark} />
      <Strength metrics={metrics} />
      <Melody metrics={metrics} />
    </tr>
  );
}

function Pace({ metrics, mark }: { metrics: SpeechMetricsOutput; mark: string }) {
  const { t } = useTranslation("report");
  const isKorean = metrics.language === "ko";
  const measure = isKorean ? "syllables_per_minute" : "words_per_minute";
  const rate = metrics[measure];
  if (rate === null) return <Unmeasured metrics={metrics} measure={measure} />;
  const pace = paceOf(rate, metrics.language);
  return (
    <Measured
      word={t(`voice.paceWord.${pace}`) + mark}
      figure={t(isKorean ? "voice.syllables" : "voice.words", { rate: formatScore(rate) })}
    />
  );
}

function Pauses({ metrics }: { metrics: SpeechMetricsOutput }) {
  const { t } = useTranslation("report");
  const seconds = formatTenths(metrics.longest_pause, currentLanguage());
  return (
    <Measured
      word={t("voice.pauseCount", { count: metrics.pause_count })}
      figure={metrics.pause_count > 0 ? t("voice.longestPause", { seconds }) : null}
    />
  );
}

function Fillers({ metrics, mark }: { metrics: SpeechMetricsOutput; mark: string }) {
  const { t } = useTranslation("report");
  if (metrics.filler_count === null) return <Unmeasured metrics={metrics} measure="filler_count" />;
  return <Measured word={t("voice.fillerCount", { count: metrics.filler_count }) + mark} figure={null} />;
}

function Strength({ metrics }: { metrics: SpeechMetricsOutput }) {
  const { t } = useTranslation("report");
  const { loudness_lufs: loudness, voiced_share: voiced } = metrics;
  if (loudness === null || voiced === null) return <Unmeasured metrics={metrics} measure="loudness_lufs" />;
  const values = {
    loudness: formatTenths(loudness, currentLanguage()),
    voiced: formatShare(voiced, currentLanguage()),
    range: formatTenths(metrics.loudness_range_lu ?? 0, currentLanguage()),
  };
  return (
    <Measured
      word={t(`voice.strengthWord.${strengthOf(loudness, voiced)}`)}
      figure={t(metrics.loudness_range_lu === null ? "voice.loudness" : "voice.loudnessAndRange", values)}
    />
  );
}

function Melody({ metrics }: { metrics: SpeechMetricsOutput }) {
  const { t } = useTranslation("report");
  const { pitch_hz: pitch, pitch_range_semitones: range } = metrics;
  if (pitch === null || range === null)
    return <Unmeasured metrics={metrics} measure="pitch_range_semitones" />;
  return (
    <Measured
      word={t(`voice.melodyWord.${melodyOf(range)}`)}
      figure={t("voice.pitch", {
        semitones: formatTenths(range, currentLanguage()),
        hertz: formatScore(pitch),
      })}
    />
  );
}

function Measured({ word, figure }: { word: string; figure: string | null }) {
  return (
    <TableCell>
      <span className="block text-label font-semibold whitespace-nowrap figures">{word}</span>
      {figure !== null && <span className="block text-caption text-muted figures">{figure}</span>}
    </TableCell>
  );
}

function Unmeasured({
  metrics,
  measure,
}: {
  metrics: SpeechMetricsOutput;
  measure: keyof SpeechMetricsOutput["unmeasured"];
}) {
  return (
    <TableCell>
      <UnmeasuredReason
        reason={metrics.unmeasured[measure] ?? "not_enough_said"}
        className="block min-w-24 text-caption"
      />
    </TableCell>
  );
}
