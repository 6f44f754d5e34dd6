import type { TFunction } from "i18next";

import type { AuditEntryOut } from "@/client";

import { taskName } from "../task-name";

interface Texts {
  t: TFunction<"audit">;
  admin: TFunction<"admin">;
}

/** What was done, in words. What a newer version of the platform wrote is named by its code. */
export function sentenceOf(entry: AuditEntryOut, texts: Texts): string {
  const { action, details } = entry;
  const switched = `sentence.${action}_${String(details["enabled"])}`;
  return texts.t([switched, `sentence.${action}`, "sentence.other"] as "sentence.other"[], {
    action,
    actor: actorOf(entry, texts),
    subject: subjectOf(entry, texts),
    from: roleName(details["from"], texts),
    to: roleName(details["to"], texts),
  });
}

function actorOf({ actor }: AuditEntryOut, { t }: Texts): string {
  if (actor.name !== null) return t("who.person", { name: actor.name });
  if (actor.role === "token" || actor.role === "link") return t(`who.${actor.role}`);
  return actor.id === null ? t("who.platform") : t("who.erased");
}

function subjectOf({ subject: { kind, id, name } }: AuditEntryOut, { t, admin }: Texts): string {
  if (name === null)
    return t([`nameless.${kind}`, "nameless.other"] as "nameless.other"[], { kind, id: id ?? "" });
  return t([`subject.${kind}`, "subject.user"] as "subject.user"[], {
    name: kind === "job" ? taskName(name, admin) : name,
  });
}

/** Of the platform or of an organisation. */
function roleName(role: unknown, { t }: Texts): string {
  return typeof role === "string" ? t(`role.${role}` as "role.admin", { defaultValue: role }) : "";
}
