import {z} from 'zod';
import {CAPABILITIES} from '../drivers/hosts/host.ts';
import {TOOLS} from '../drivers/hosts/tools.ts';
import {claimSchema} from './claims/claim.ts';
import {apiCall, cloudNodeNames, cloudSchema} from './cloud/settings.ts';

/**
 * What lab.yaml may say: docs/lab-format.md in zod. References between its parts (does this id exist?) are checked
 * in load-rules.ts, the words in load-prose.ts.
 */
export const FORMAT_VERSION = 1;

export const WORD = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** The kernel's IFNAMSIZ is 16 with the closing zero; `/`, white space and `:` are not taken (dev_valid_name). */
export const LINK_NAME = /^[^\s/:]{1,15}$/;
export const WIRE = /^(\S+?):(\S+) -- (\S+?):(\S+)$/;

const word = z.string().regex(WORD, 'must be a lower-case word: letters, digits and single hyphens');
const text = z.string().min(1, 'must not be empty');

/** Typed into a shell: a second line would be a second command. */
const command = text.regex(/^[^\n]+\n?$/, 'must be one line');

const lineSchema = z.strictObject({
  run: command.describe('One line for the shell.'),
  node: word.optional().describe('The node whose shell it is typed in; default the first.'),
  proves: z.array(word).optional().describe('Checks that must fail when this line is left out.'),
  looks: z.literal(true).optional().describe('The line only looks; leaving it out changes nothing.'),
});

const scriptSchema = z.strictObject({
  node: word,
  run: text.describe('A bash script; the first command that fails ends it.'),
});

const mutantSchema = z.strictObject({
  name: text.describe('What was done wrong, in a few words.'),
  solve: z
    .array(z.union([command, z.strictObject({run: command, node: word.optional()})]))
    .describe('Replaces the whole solve.'),
  fails: z.array(word).min(1, 'must name the checks that fail').describe('Checks that must not be met.'),
  fault: word.optional().describe('Tried for this fault only.'),
});

const ownKeys = {
  id: word,
  holds: z
    .literal(true)
    .optional()
    .describe('May be met before the step: a condition to keep. A mutant must break it.'),
};
const [firstClaim, ...otherClaims] = claimSchema.options.map((claim) => claim.safeExtend(ownKeys));
const checkSchema = z.discriminatedUnion('claim', [firstClaim!, ...otherClaims]);

const stepSchema = z.strictObject({
  id: word,
  mode: z
    .enum(['level', 'edge'])
    .describe('level: all checks hold at the same time. edge: a check once met stays met.'),
  predict: z.strictObject({options: z.array(text).min(2), answer: text}).optional(),
  solve: z.union([z.literal(['mend', 'diagnose']), z.array(lineSchema).min(1, 'must have a line')]),
  mutants: z.array(mutantSchema).optional(),
  checks: z.array(checkSchema).min(1, 'must have a check'),
});

const variableSchema = z.union([
  z.strictObject({pick: z.array(text).min(2, 'must have two words at least')}),
  z.strictObject({
    subnet24: z.string().regex(/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/, 'must be an IPv4 prefix such as 10.0.0.0/8'),
  }),
  z.strictObject({number: z.tuple([z.int(), z.int()]).describe('From and to, both included.')}),
]);

export const labFileSchema = z
  .strictObject({
    formatVersion: z.literal(FORMAT_VERSION),
    module: word.describe('One of the modules in modules.yaml.'),
    minutes: z.int().min(1).max(60),
    needs: z.array(z.enum(CAPABILITIES)),
    tools: z.array(z.enum(Object.keys(TOOLS))),
    nodes: z
      .array(word)
      .min(1, 'must name a node')
      .optional()
      .describe("The first is where the learner's shell opens. A lab with a cloud has its servers and no others."),
    machines: z
      .literal(true)
      .optional()
      .describe('Each node is a machine of its own: a VM with its own kernel. Wires are cables between network cards.'),
    cloud: cloudSchema.optional().describe('An OpenStack: controller, compute nodes, and a switch between them.'),
    openvswitch: z
      .array(word)
      .min(1, 'must name a node')
      .optional()
      .describe('Nodes on which an Open vSwitch runs, without a bridge yet. The lab needs `openvswitch`.'),
    wires: z.array(z.string().regex(WIRE, 'must look like `node:link -- node:link`')).optional(),
    variables: z.record(word, variableSchema).optional(),
    setup: z.array(scriptSchema).optional(),
    faults: z
      .array(
        z
          .strictObject({
            id: word,
            layer: word,
            calls: z
              .array(apiCall)
              .optional()
              .describe('Calls of the API, before the scripts. No timeline shows them.'),
            inject: z.array(scriptSchema).optional(),
            mend: z.array(lineSchema).min(1, 'must have a line'),
          })
          .refine(({calls = [], inject = []}) => calls.length + inject.length > 0, {
            path: ['inject'],
            error: 'must have a script, or `calls`',
          }),
      )
      .optional(),
    steps: z.array(stepSchema).min(1, 'must have a step'),
  })
  .refine((lab) => (lab.nodes === undefined) !== (lab.cloud === undefined), {
    path: ['nodes'],
    error: 'must stand in every lab without a `cloud`, and in no lab with one',
  })
  .meta({title: 'Underlay lab', description: `A lab of Underlay, format version ${FORMAT_VERSION}.`});

/** lab.yaml after the schema. */
export type LabFile = z.infer<typeof labFileSchema>;
/** The nodes of the lab's host, in the learner's order. */
export const nodesOf = ({nodes, cloud}: Pick<LabFile, 'nodes' | 'cloud'>): readonly string[] =>
  cloud === undefined ? (nodes ?? []) : cloudNodeNames(cloud);

export type LabFileStep = LabFile['steps'][number];
export type LabFileCheck = LabFileStep['checks'][number];
export type LabFileVariable = NonNullable<LabFile['variables']>[string];
export type LabFileLine = z.infer<typeof lineSchema>;

const texts = z.strictObject({en: text, zh: text});

export const modulesFileSchema = z.strictObject({
  modules: z.array(z.strictObject({id: word, title: texts, summary: texts})).min(1),
});

/**
 * The JSON Schema of lab.yaml for editors, as labs-content/lab.schema.json keeps it. Looser than the schema itself in
 * one thing: where a number or a text of a certain form is wanted, a text with a variable will do.
 */
export const labJsonSchema = () =>
  z.toJSONSchema(labFileSchema, {
    io: 'input',
    unrepresentable: 'any',
    override({jsonSchema}) {
      const isNumber = jsonSchema.type === 'number' || jsonSchema.type === 'integer';
      const isForm = jsonSchema.pattern !== undefined && jsonSchema.pattern !== WORD.source;
      if (!isNumber && !isForm) return;
      const {description, ...strict} = jsonSchema;
      for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
      Object.assign(jsonSchema, {
        ...(description !== undefined && {description}),
        anyOf: [strict, {type: 'string', pattern: String.raw`\{\{.+\}\}`}],
      });
    },
  });
