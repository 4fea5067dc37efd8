import { Button, Center } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failed, QueryState } from './states.js';

interface PagesOfProps<Page, Entry> {
  readonly query: UseInfiniteQueryResult<InfiniteData<Page>>;
  readonly entriesOf: (page: Page) => readonly Entry[];
  /** Shown where there is nothing at all. */
  readonly empty: ReactNode;
  readonly children: (entries: readonly Entry[]) => ReactNode;
}

/** What a list by cursor has brought so far, and more of it on demand. Nothing is counted: a list may be of millions. */
export function PagesOf<Page, Entry>({ query, entriesOf, empty, children }: PagesOfProps<Page, Entry>) {
  return (
    <QueryState query={query}>
      {({ pages }) => {
        const entries = pages.flatMap(entriesOf);
        return (
          <>
            {entries.length === 0 && !query.hasNextPage ? empty : children(entries)}
            {query.isFetchNextPageError && <Failed error={query.error} onRetry={() => void query.fetchNextPage()} />}
            {query.hasNextPage && !query.isFetchNextPageError && (
              <Center pt="md">
                <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  Show more
                </Button>
              </Center>
            )}
          </>
        );
      }}
    </QueryState>
  );
}
