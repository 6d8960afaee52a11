import { type KeyPolicy, mayUseModel } from "../../../auth/policy.ts";
import { noAccount } from "../../../pool/refusal.ts";
import { namesOf, unknownModel, visibleModels } from "../../models/models.ts";
import type { Services } from "../../services.ts";

/** Models for those who name none, the best known first. */
const PREFERRED = [
  "gpt-image-1-mini",
  "gpt-image-1",
  "gpt-image-2",
  "gemini-2.5-flash-image",
];

/**
 * The id of the image model for a client that names none: the first preferred
 * one that the key may use, else the first of the list.
 *
 * @throws {ApiError} 404 when there is none; 503 when no account is connected
 */
export async function defaultImageModel(
  services: Services,
  policy: KeyPolicy | null,
): Promise<string> {
  const visible = await visibleModels(services);
  if (visible.length === 0) throw noAccount();
  const images = visible.filter(({ id, kind, model }) =>
    kind === "image" && mayUseModel(policy, namesOf(id, model))
  );
  const preferred = PREFERRED.flatMap((name) =>
    images.filter(({ model }) => model.id === name)
  );
  const found = preferred[0] ?? images[0];
  if (found === undefined) throw unknownModel("image");
  return found.id;
}
