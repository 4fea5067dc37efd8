import { Button, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { bodyOf, useAdministration } from '../../api/administration.js';
import { useMay } from '../../api/use-session.js';
import { ShownOnce } from '../../components/dialogs/shown-once.js';
import { Page } from '../../components/page.js';
import { Empty, QueryState } from '../../components/states.js';
import { KeyList } from './key-list.js';
import { NewKey, type NewKeyAnswer } from './new-key.js';

export function KeysPage() {
  const { api, application, header } = useAdministration();
  const queries = useQueryClient();
  const mayWrite = useMay('keys:write');
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<NewKeyAnswer | null>(null);
  const queryKey = [application, 'keys'];
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/admin/keys', { params: { header }, signal })),
  });
  const show = (answer: NewKeyAnswer) => {
    setMaking(false);
    setMade(answer);
    return queries.invalidateQueries({ queryKey });
  };
  const forget = () => {
    setMade(null);
    return queries.invalidateQueries({ queryKey });
  };

  return (
    <Page
      title="Keys"
      description="Secret keys with which the application’s own backend calls the API."
      actions={mayWrite && <Button onClick={() => setMaking(true)}>New key</Button>}
    >
      {made && <ShownOnce title={`The key “${made.name}”`} secret={made.key} onDone={() => void forget()} />}
      {isMaking && <NewKey onMade={show} onCancel={() => setMaking(false)} />}
      <QueryState query={query}>
        {({ keys }) => (
          <Stack>
            {keys.length === 0 ? (
              <Empty title="No keys yet">A product’s backend needs one to read its people, or to follow events.</Empty>
            ) : (
              <KeyList keys={keys} mayWrite={mayWrite} onRotated={(answer) => void show(answer)} />
            )}
          </Stack>
        )}
      </QueryState>
    </Page>
  );
}
