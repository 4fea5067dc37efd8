import { Link } from './link.ts';

/** The parts of the deployment between which networks fail. */
export type Part = 'clients' | 'api' | 'worker' | 'database' | 'broker' | 'providers' | 'receiver';

export interface Connected {
  readonly from: Part;
  readonly to: Part;
  readonly link: Link;
}

/** Every link of a deployment, by the parts that it connects. */
export class Links {
  readonly #all: Connected[] = [];

  async add(from: Part, to: Part, name: string, port: number, host = '127.0.0.1'): Promise<Link> {
    const link = await Link.to(port, name, host);
    this.#all.push({ from, to, link });
    return link;
  }

  get all(): readonly Connected[] {
    return this.#all;
  }

  /** Pairs of parts that talk to each other, such as `api > database`. */
  get pairs(): readonly string[] {
    return [...new Set(this.#all.map(pairOf))];
  }

  between(pair: string): readonly Link[] {
    return this.#all.filter((one) => pairOf(one) === pair).map(({ link }) => link);
  }

  heal(): void {
    for (const { link } of this.#all) link.heal();
  }

  close(): void {
    for (const { link } of this.#all) link.close();
  }
}

export const pairOf = ({ from, to }: Connected): string => `${from} > ${to}`;
