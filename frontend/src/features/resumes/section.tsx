import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { CorrectedSection, ResumeItem, ResumeOut, SectionKind, SectionOut } from "@/client";
import { Failure } from "@/components/failure";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { TextField } from "@/components/ui/text-field";
import { useFocus } from "@/lib/use-focus";

import { DeletionDialog } from "./deletion-dialog";
import { useCorrection } from "./queries";

const KINDS = [
  "experience",
  "projects",
  "skills",
  "education",
  "target_role",
  "summary",
  "other",
] as const satisfies SectionKind[];

/** As the API takes it back. */
function unchanged({ id, kind, heading, text }: SectionOut): CorrectedSection {
  return { id, kind, heading, text };
}

/** A section as it was read, with what was found in it; or the form that corrects it. */
export function Section({ resume, section }: { resume: ResumeOut; section: SectionOut }) {
  const [isEditing, setIsEditing] = useState(false);
  const saving = useCorrection(resume);
  if (!isEditing)
    return (
      <ShownSection
        resume={resume}
        section={section}
        onEdit={() => {
          saving.reset();
          setIsEditing(true);
        }}
      />
    );
  return (
    <SectionForm
      section={section}
      isSaving={saving.isPending}
      error={saving.error}
      onCancel={() => {
        setIsEditing(false);
      }}
      onSave={(changed) => {
        const sections = resume.sections.map((other) =>
          other.id === section.id ? { id: section.id, ...changed } : unchanged(other),
        );
        saving.mutate(
          { sections },
          {
            onSuccess: () => {
              setIsEditing(false);
            },
          },
        );
      }}
    />
  );
}

/** The form of a section that the résumé has not had yet. */
export function NewSection({ resume, onClose }: { resume: ResumeOut; onClose: () => void }) {
  const saving = useCorrection(resume);
  return (
    <SectionForm
      section={{ kind: "experience", heading: null, text: "" }}
      isSaving={saving.isPending}
      error={saving.error}
      onCancel={onClose}
      onSave={(added) => {
        saving.mutate({ sections: [...resume.sections.map(unchanged), added] }, { onSuccess: onClose });
      }}
    />
  );
}

interface ShownSectionProps {
  resume: ResumeOut;
  section: SectionOut;
  onEdit: () => void;
}

function ShownSection({ resume, section, onEdit }: ShownSectionProps) {
  const { t } = useTranslation("resumes");
  const kind = t(`kind.${section.kind}`);
  const name = section.heading ?? kind;
  return (
    <Card className="space-y-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <h3 className="flex flex-wrap items-center gap-3 text-lead font-semibold">
          {name}
          {name !== kind && <Badge tone="accent">{kind}</Badge>}
        </h3>
        <div className="flex gap-2">
          <Button
            variant="quiet"
            size="icon"
            aria-label={t("section.editOf", { section: name })}
            onClick={onEdit}
          >
            <Pencil aria-hidden />
          </Button>
          <DeleteSection resume={resume} section={section} name={name} />
        </div>
      </div>
      {section.items.length > 0 && <Items items={section.items} />}
      <details open={section.items.length === 0}>
        <summary className="cursor-pointer text-label text-accent">{t("section.text")}</summary>
        <p className="mt-3 text-label wrap-anywhere whitespace-pre-line">{section.text}</p>
      </details>
    </Card>
  );
}

/** What was found in a section: its dated entries one under the other, else short ones side by side. */
function Items({ items }: { items: ResumeItem[] }) {
  const { t } = useTranslation("resumes");
  const arePlain = items.every(({ organisation, start, end }) => (organisation ?? start ?? end) === null);
  return (
    <ul aria-label={t("section.found")} className={arePlain ? "flex flex-wrap gap-2" : "space-y-2"}>
      {items.map((item, position) =>
        arePlain ? (
          <li key={position}>
            <Badge className="whitespace-normal">{item.title}</Badge>
          </li>
        ) : (
          <li key={position} className="flex flex-wrap justify-between gap-x-6">
            <span>
              <strong className="font-semibold">{item.organisation ?? item.title}</strong>
              {item.organisation !== null && item.title !== null && ` · ${item.title}`}
            </span>
            <span className="text-label text-muted figures">
              {[item.start, item.ongoing ? t("section.ongoing") : item.end]
                .filter((date) => date !== null)
                .join(" – ")}
            </span>
          </li>
        ),
      )}
    </ul>
  );
}

interface SectionFormProps {
  section: Omit<CorrectedSection, "id">;
  isSaving: boolean;
  error: Error | null;
  onCancel: () => void;
  onSave: (section: Omit<CorrectedSection, "id">) => void;
}

function SectionForm({ section, isSaving, error, onCancel, onSave }: SectionFormProps) {
  const { t } = useTranslation("resumes");
  const textarea = useFocus<HTMLTextAreaElement>();
  const [kind, setKind] = useState(section.kind);
  const [heading, setHeading] = useState(section.heading ?? "");
  const [text, setText] = useState(section.text);
  return (
    <Card>
      <form
        noValidate
        className="space-y-5"
        onSubmit={(event) => {
          event.preventDefault();
          onSave({ kind, heading: heading.trim() === "" ? null : heading.trim(), text });
        }}
      >
        <div className="grid gap-5 sm:grid-cols-2">
          <Select
            label={t("section.kind")}
            value={kind}
            onChange={(event) => {
              setKind(event.currentTarget.value as SectionKind);
            }}
          >
            {KINDS.map((known) => (
              <option key={known} value={known}>
                {t(`kind.${known}`)}
              </option>
            ))}
          </Select>
          <Field
            label={t("section.heading")}
            value={heading}
            maxLength={120}
            onChange={(event) => {
              setHeading(event.currentTarget.value);
            }}
          />
        </div>
        <TextField
          label={t("section.text")}
          hint={t("section.textHint")}
          value={text}
          ref={textarea}
          rows={Math.min(16, Math.max(5, text.split("\n").length + 1))}
          maxLength={20_000}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
        <Failure error={error} />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" disabled={isSaving || text.trim() === ""}>
            {isSaving && <Spinner />}
            {t("section.save")}
          </Button>
          <Button variant="outline" onClick={onCancel}>
            {t("section.cancel")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function DeleteSection({ resume, section, name }: { resume: ResumeOut; section: SectionOut; name: string }) {
  const { t } = useTranslation("resumes");
  const [isOpen, setIsOpen] = useState(false);
  const deleting = useCorrection(resume);
  return (
    <>
      <Button
        variant="quiet"
        size="icon"
        aria-label={t("section.deleteOf", { section: name })}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        <Trash2 aria-hidden />
      </Button>
      <DeletionDialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={t("section.deleteTitle", { section: name })}
        description={t("section.deleteDetail")}
        keep={t("section.cancel")}
        confirm={t("section.deleteConfirm")}
        deleting={deleting}
        onConfirm={() => {
          deleting.mutate({
            sections: resume.sections.filter((other) => other.id !== section.id).map(unchanged),
          });
        }}
      />
    </>
  );
}
