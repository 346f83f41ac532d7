import { findReaderNeeds, hasReader } from "../checks/identities.ts";
import { findImageBuilder } from "../checks/public-access.ts";
import { isToBeClosed } from "../checks/wanted-rules.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import { hasBypass, type Service, type ServiceRole } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { plainRefusal, type Refusal } from "./refusal.ts";
import { judge, predict, type Proposal, type Propose } from "./proposal.ts";
import { isRefused, planned, type PlannedStep } from "./plan.ts";
import { effectOf, type Step } from "./step.ts";

/** One service at a time, the hub's own door last. */
const order: readonly Exclude<ServiceRole, "connected">[] = ["storage", "keyVault", "containerRegistry", "hub"];

/** Closing each public door the spec wants closed, with the bypass for trusted services as an earlier write of its own. */
export const proposeClosings: Propose = (proposal) => {
  const steps: PlannedStep[] = [];
  for (const role of order) {
    for (const service of proposal.world.services.filter((s) => s.role === role)) {
      steps.push(...proposeService({ ...proposal, world: predict(proposal.world, steps, proposal.history) }, service));
    }
  }
  return steps;
};

function proposeService(proposal: Proposal, service: Service): readonly PlannedStep[] {
  const letIn = bypassStep(proposal, service);
  if (service.publicAccess.state === "disabled") return proposal.spec.trustedServices === "Always" ? letIn : [];
  if (!isToBeClosed(service.role, proposal.spec)) return [];
  const step: Step = { kind: "close-public-access", resourceId: service.id, role: service.role };
  const world = predict(proposal.world, letIn, proposal.history);
  const judged = judge({ ...proposal, world }, step);
  const refusals = [...preconditions(world, service), ...refusedRules(proposal, service), ...judged.refusals];
  // The bypass is widened only together with a closing of ours.
  return refusals.length > 0 ? [planned(step, { ...judged, refusals })] : [...letIn, judged];
}

function bypassStep(proposal: Proposal, service: Service): readonly PlannedStep[] {
  if (
    !hasBypass(service.role) ||
    service.publicAccess.letsTrustedServicesIn ||
    proposal.spec.trustedServices === "AsFound"
  )
    return [];
  return [judge(proposal, { kind: "let-trusted-services-in", resourceId: service.id, role: service.role })];
}

/** What closing needs besides paths. */
function preconditions(world: Snapshot, service: Service): readonly Refusal[] {
  const refusals: Refusal[] = [];
  if (service.publicAccess.state === "perimeter") {
    const reason = `${service.name} is managed by a network security perimeter, which is never overwritten`;
    refusals.push(
      plainRefusal(
        "SFH309",
        "a perimeter is never overwritten",
        reason,
        "close it through the perimeter's access rules",
      ),
    );
  }
  if (service.role === "containerRegistry") refusals.push(...registryPreconditions(world, service));
  if (service.role === "storage") refusals.push(...readerPreconditions(world));
  return refusals;
}

function registryPreconditions(world: Snapshot, service: Service): readonly Refusal[] {
  const builder = findImageBuilder(world);
  const sku = service.sku ?? "of unknown SKU";
  return [
    ...(service.sku === "premium"
      ? []
      : [
          plainRefusal(
            "SFH306",
            "a registry is Premium",
            `${service.name} is ${sku}, which can't be private`,
            `az acr update --name ${service.name} --sku Premium`,
          ),
        ]),
    ...(builder.is === "usable"
      ? []
      : [
          plainRefusal(
            "SFH307",
            "images can still be built",
            `${builder.why} A private registry can't build images itself`,
            "az ml workspace update --image-build-compute <cluster>",
          ),
        ]),
  ];
}

/** Once storage is private the identities find it only through endpoints they can read. */
function readerPreconditions(world: Snapshot): readonly Refusal[] {
  return findReaderNeeds(world)
    .filter((need) => {
      const held = hasReader(world, need);
      return held.is !== "known" || !held.value;
    })
    .map((need) =>
      plainRefusal(
        "SFH401",
        "identities can read the storage endpoints",
        `${need.owners.join(" and ")} has no Reader on ${need.endpoint.name}, or it can't be told`,
        `az role assignment create --role Reader --assignee-object-id ${need.principalId} --assignee-principal-type ServicePrincipal --scope ${need.endpoint.id}`,
      ),
    );
}

/** A rule to this very service that was refused is why its private way is missing: one refusal, with both reasons. */
function refusedRules(proposal: Proposal, service: Service): readonly Refusal[] {
  return proposal.refusedSoFar
    .filter((s) => isRefused(s) && effectOf(s.step) === "opens")
    .flatMap((s) => (s.step.kind === "declare-rule" && isSameId(s.step.rule.target, service.id) ? s.refusals : []));
}
