import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";

interface SaveRowProps {
  saving: { error: Error | null; isPending: boolean; isSuccess: boolean };
  /** Whether a field says itself what is wrong. */
  isFieldWrong?: boolean;
  save: string;
  saved: string;
}

/** The end of a small form: what went wrong, the button, and that it is saved. */
export function SaveRow({ saving, isFieldWrong = false, save, saved }: SaveRowProps) {
  return (
    <>
      {!isFieldWrong && <Failure error={saving.error} />}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" variant="outline" disabled={saving.isPending}>
          {saving.isPending && <Spinner />}
          {save}
        </Button>
        <p role="status" className="text-label text-muted">
          {saving.isSuccess && saved}
        </p>
      </div>
    </>
  );
}
