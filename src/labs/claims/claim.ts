/** A claim as lab.yaml states it (docs/lab-format.md has the table), after the schema. Written out by the claim library. */
export type Claim = never;
