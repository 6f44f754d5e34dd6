import { Search } from "lucide-react";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";

interface SearchBoxProps {
  label: string;
  /** What its button is called. */
  find: string;
  maxLength: number;
}

/** A field named `q`, with the button that looks for what is in it. */
export function SearchBox({ label, find, maxLength }: SearchBoxProps) {
  return (
    <Field
      type="search"
      name="q"
      label={label}
      maxLength={maxLength}
      adornment={
        <Button type="submit" variant="quiet" size="icon" aria-label={find}>
          <Search aria-hidden />
        </Button>
      }
    />
  );
}

/** What was typed into the search box of a form that is sent. */
export function soughtIn(form: HTMLFormElement): string {
  const q = new FormData(form).get("q");
  return typeof q === "string" ? q : "";
}
