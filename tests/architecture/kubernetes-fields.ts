import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT } from './cruise-project.js';

/** Of maps whose keys are anybody's, only the maps themselves. */
const FREE = ['labels', 'matchLabels', 'data', 'requests', 'limits'];

/** Names of fields, however deep. */
export function* fieldsIn(value: unknown): Iterable<string> {
  if (Array.isArray(value)) for (const each of value) yield* fieldsIn(each);
  else if (typeof value === 'object' && value !== null) {
    // A Service's selector is a map, any other a selector.
    const isMap = Object.keys(value).some((field) => field.startsWith('app.kubernetes.io/'));
    for (const [field, inner] of isMap ? [] : Object.entries(value)) {
      yield field;
      if (!FREE.includes(field)) yield* fieldsIn(inner);
    }
  }
}

/** Every name by which a validator reads a field. */
export function fieldsOfSchemas(): ReadonlySet<string> {
  const kinds =
    '{IoK8sApi{Core,Apps,Autoscaling,Batch,Networking,Policy}*,IoK8sApimachinery*,*MonitoringV1ServiceMonitor*,*MonitoringV1Endpoint*}.js';
  const files = globSync(`node_modules/{kubernetes-models,@kubernetes-models/*}/_schemas/${kinds}`, { cwd: PROJECT });
  return new Set(
    files.flatMap((file) =>
      [...readFileSync(path.join(PROJECT, file), 'utf8').matchAll(/\bdata\.([A-Za-z]+)/g)].map(
        ([, field = '']) => field,
      ),
    ),
  );
}
