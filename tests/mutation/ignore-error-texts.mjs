/**
 * Stryker's plugin: what a thrown error says is for operators, and no test should pin its words. Business refusals are
 * values with codes, not errors, and are mutated.
 */
export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'error-texts',
    value: {
      shouldIgnore: ({ node, parent }) => {
        const isText = node.type === 'StringLiteral' || node.type === 'TemplateLiteral';
        const inError = parent?.type === 'NewExpression' && /Error$/.test(parent.callee.name ?? '');
        return isText && inError ? 'The text of an error that no program reads' : undefined;
      },
    },
  },
];
