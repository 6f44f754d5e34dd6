import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Pencil } from "lucide-react";
import { useEffect, useId, useRef, useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import { correctAnswer, type Language, type TranscriptOut } from "@/client";
import { Failure } from "@/components/failure";
import { ScrollRegion } from "@/components/scroll-region";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { Textarea } from "@/components/ui/textarea";
import { transcriptsQuery } from "@/features/interviews/queries";
import { cn } from "@/lib/cn";

import { CorrectedRuns } from "./corrected-runs";

interface HeardAnswerProps {
  interviewId: string;
  said: TranscriptOut;
  language: Language;
  /** Names the field of the correction. */
  label: string;
  /** Whether it is one thing among others, and longer answers scroll. */
  isBrief?: boolean;
  onEditing?: (isEditing: boolean) => void;
}

/** An answer as it was heard, which its candidate can put right, or confirm. */
export function HeardAnswer({
  interviewId,
  said,
  language,
  label,
  isBrief = false,
  onEditing,
}: HeardAnswerProps) {
  const { t } = useTranslation();
  const [isEditing, setIsEditing] = useState(false);
  const correcting = useCorrecting(interviewId, said.turn);
  const begin = useRef<HTMLButtonElement>(null);
  const status = useRef<HTMLParagraphElement>(null);

  const edit = (next: boolean) => {
    setIsEditing(next);
    onEditing?.(next);
  };
  const give = (text: string) => {
    if (correcting.isPending) return;
    correcting.mutate(text, {
      onSuccess: () => {
        edit(false);
        status.current?.focus();
      },
    });
  };

  return (
    <div className="space-y-3">
      {isEditing ? (
        <Editor
          said={said}
          language={language}
          label={label}
          isSending={correcting.isPending}
          onSend={give}
          onCancel={() => {
            correcting.reset();
            edit(false);
            requestAnimationFrame(() => begin.current?.focus());
          }}
        />
      ) : (
        <>
          <ScrollRegion
            label={t("correction.heard")}
            className={cn("rounded-control", isBrief && "max-h-28 overflow-y-auto")}
          >
            <p lang={language} className="whitespace-pre-wrap">
              {said.text}
            </p>
            <CorrectedRuns text={said.text} runs={said.corrected} />
          </ScrollRegion>
          <div className="flex flex-wrap items-center gap-2">
            <p
              ref={status}
              role="status"
              tabIndex={-1}
              className="mr-auto text-caption text-muted outline-none"
            >
              {said.checked && t(said.corrected.length > 0 ? "correction.corrected" : "correction.confirmed")}
            </p>
            {!said.checked && (
              <Button
                variant="quiet"
                aria-disabled={correcting.isPending || undefined}
                onClick={() => {
                  give(said.text);
                }}
              >
                <Check aria-hidden />
                {t("correction.confirm")}
              </Button>
            )}
            <Button
              ref={begin}
              variant="outline"
              onClick={() => {
                edit(true);
              }}
            >
              <Pencil aria-hidden />
              {t("correction.begin")}
            </Button>
          </div>
        </>
      )}
      <Failure error={correcting.error} />
    </div>
  );
}

interface EditorProps {
  said: TranscriptOut;
  language: Language;
  label: string;
  isSending: boolean;
  onSend: (text: string) => void;
  onCancel: () => void;
}

function Editor({ said, language, label, isSending, onSend, onCancel }: EditorProps) {
  const { t } = useTranslation();
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(said.text);

  useEffect(() => {
    area.current?.focus();
  }, []);

  return (
    <form
      className="space-y-3"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        if (text.trim() !== "") onSend(text);
      }}
    >
      <label htmlFor={id} className="block text-label font-semibold">
        {label}
      </label>
      <Textarea
        ref={area}
        id={id}
        lang={language}
        rows={4}
        readOnly={isSending}
        value={text}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          setText(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            event.stopPropagation();
            onCancel();
          }
        }}
      />
      <div className="flex flex-wrap items-center gap-2">
        <p id={`${id}-hint`} className="w-full text-caption text-muted">
          {t("correction.hint")}
        </p>
        <Button variant="quiet" onClick={onCancel}>
          {t("correction.cancel")}
        </Button>
        <Button type="submit" aria-disabled={isSending || text.trim() === "" || undefined}>
          {isSending ? <Spinner /> : <Check aria-hidden />}
          {t("correction.save")}
        </Button>
      </div>
    </form>
  );
}

function useCorrecting(interviewId: string, turn: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (text: string) =>
      correctAnswer({ path: { interview_id: interviewId, turn }, body: { text } }),
    onSuccess: (corrected) => {
      queryClient.setQueryData(transcriptsQuery(interviewId).queryKey, (known) =>
        known?.map((one) => (one.id === corrected.id ? corrected : one)),
      );
      // Its report, where there is one, is being made again.
      void queryClient.invalidateQueries({ queryKey: ["interviews", interviewId, "report"] });
    },
  });
}
