import { Mic, Send } from "lucide-react";
import { useEffect, useId, useRef, useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { AskedQuestion } from "@/client";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { Textarea } from "@/components/ui/textarea";

import { keepDraft, readDraft } from "./drafts";

interface TypedAnswerProps {
  question: AskedQuestion;
  /** The id of the element that holds the question. */
  questionId: string;
  /** What was heard so far: the draft begins with it, because sending replaces it. */
  heard: string;
  canSend: boolean;
  isSending: boolean;
  /** Whether the candidate asked to type just now, and expects to do so at once. */
  isAskedFor: boolean;
  onSend: (text: string) => void;
  /** Undefined where nobody would hear. */
  onSpeak: (() => void) | undefined;
}

/** As many as the server takes. */
const MAX_CHARACTERS = 20_000;

export function TypedAnswer({
  question,
  questionId,
  heard,
  canSend,
  isSending,
  isAskedFor,
  onSend,
  onSpeak,
}: TypedAnswerProps) {
  const { t } = useTranslation("room");
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [edited, setEdited] = useState<{ question: string; text: string } | null>(null);
  // The area stays, with the focus in it, when the next question comes.
  const text = edited?.question === question.id ? edited.text : (readDraft(question.id) ?? heard);
  const isReady = canSend && !isSending && text.trim() !== "";

  useEffect(() => {
    if (isAskedFor) area.current?.focus();
  }, [isAskedFor]);

  const send = () => {
    if (isReady) onSend(text);
  };

  return (
    <form
      className="mx-auto w-full max-w-3xl space-y-3"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        send();
      }}
    >
      <label htmlFor={id} className="block text-label font-semibold">
        {t("typed.label")}
      </label>
      <Textarea
        ref={area}
        id={id}
        lang={question.language}
        rows={5}
        maxLength={MAX_CHARACTERS}
        readOnly={isSending}
        value={text}
        aria-describedby={`${questionId} ${id}-hint`}
        onChange={(event) => {
          const draft = { question: question.id, text: event.target.value };
          keepDraft(draft);
          setEdited(draft);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          send();
        }}
      />
      <div className="flex flex-wrap items-center justify-end gap-3">
        <p id={`${id}-hint`} className="w-full text-caption text-muted">
          {t(heard === "" ? "typed.hint" : "typed.hintReplaces", { keys: sendKeys() })}
        </p>
        {onSpeak !== undefined && (
          <Button variant="quiet" onClick={onSpeak}>
            <Mic aria-hidden />
            {t("typed.speak")}
          </Button>
        )}
        <Button type="submit" aria-disabled={!isReady}>
          {isSending ? <Spinner /> : <Send aria-hidden />}
          {t(isSending ? "typed.sending" : "typed.send")}
        </Button>
      </div>
    </form>
  );
}

function sendKeys(): string {
  return /mac|iphone|ipad/i.test(navigator.userAgent) ? "⌘ Enter" : "Ctrl + Enter";
}
