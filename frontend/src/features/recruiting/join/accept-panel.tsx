import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { acceptMemberInvitation } from "@/client";
import { Failure } from "@/components/failure";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Spinner } from "@/components/ui/spinner";
import { meQuery } from "@/features/auth/queries";

import { useArrival } from "./use-arrival";

export function AcceptPanel({ token }: { token: string }) {
  const { t } = useTranslation("recruiting");
  const { data: user } = useSuspenseQuery(meQuery);
  const arrive = useArrival();
  const accepting = useMutation({
    mutationFn: () => acceptMemberInvitation({ body: { token } }),
    onSuccess: ({ id }) => arrive(id),
  });
  if (user.role === "candidate") return <Alert tone="caution">{t("join.candidate")}</Alert>;
  return (
    <Card className="space-y-5">
      <p>{t("join.as", { name: user.full_name, email: user.email })}</p>
      <Failure error={accepting.error} />
      <Button
        size="lg"
        className="w-full"
        disabled={accepting.isPending}
        onClick={() => {
          accepting.mutate();
        }}
      >
        {accepting.isPending && <Spinner />}
        {t("join.accept")}
      </Button>
    </Card>
  );
}
