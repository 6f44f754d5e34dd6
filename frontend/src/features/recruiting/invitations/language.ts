import type { Language, PostingOut } from "@/client";
import { currentLanguage } from "@/i18n";

/** In which to invite unless the recruiter says otherwise: theirs, where interviews of the posting are held in it. */
export function languageOf({ languages }: Pick<PostingOut, "languages">): Language {
  const own = currentLanguage();
  return languages.find((language) => language === own) ?? languages[0] ?? own;
}
