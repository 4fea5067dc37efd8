import { type CommandContext, type CommandHandler, ok, type ResultOf } from '@gatehouse/kernel';
import type { BeginImport } from '../../contract/commands/begin-import.js';
import type { Imports } from '../ports/imports.js';

export class BeginImportHandler implements CommandHandler<BeginImport> {
  constructor(private readonly ports: { readonly imports: Imports }) {}

  async execute({ importId }: BeginImport, context: CommandContext): Promise<ResultOf<BeginImport>> {
    return ok(await this.ports.imports.open(importId, context));
  }
}
