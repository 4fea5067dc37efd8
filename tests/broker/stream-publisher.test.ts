import { type JetStreamManager, jetstreamManager, type StreamConfig } from '@nats-io/jetstream';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { type StreamMessage, StreamPublisher } from '../../libs/platform/nats/stream-publisher.js';
import { NatsServer } from '../support/broker/nats-server.js';

const PATIENCE_MS = 10_000;
const SHORT_PATIENCE_MS = 200;

describe('what is published to a stream', () => {
  let server: NatsServer;
  let connection: NatsConnection;
  let manager: JetStreamManager;

  beforeAll(async () => {
    server = await NatsServer.start();
    connection = await connect({ servers: server.url });
    manager = await jetstreamManager(connection);
  });
  afterAll(async () => {
    await connection?.close();
    await server?.close();
  });

  const stream = (name: string, config: Partial<StreamConfig> = {}) =>
    manager.streams.add({ name, subjects: [`${name}.>`], ...config });

  /** Sequences of messages to the stream, and what was answered. */
  const messagesTo = (name: string, sequences: number, ofEach: number, payload = 'text') => {
    const answers = new Map<string, number>();
    const begun: string[] = [];
    const faults: unknown[] = [];
    const sequence = function* (number: number): Generator<StreamMessage, void, void> {
      for (let at = 0; at < ofEach; at += 1) {
        const subject = `${name}.${number}.${at}`;
        begun.push(subject);
        yield {
          subject,
          payload,
          headers: headers(),
          onAnswer: (fault, seq) => (fault === null ? answers.set(subject, seq) : faults.push(fault)),
        };
      }
    };
    return { answers, begun, faults, all: Array.from({ length: sequences }, (_, number) => sequence(number)) };
  };

  it('is there once each, in the order of each sequence, and its places are known', async () => {
    await stream('ordered');
    const { all, answers } = messagesTo('ordered', 50, 20);
    await new StreamPublisher(connection, PATIENCE_MS).send(all, 8);
    expect((await manager.streams.info('ordered')).state.messages).toBe(1_000);
    expect(new Set(answers.values()).size).toBe(1_000);
    for (let number = 0; number < 50; number += 1) {
      const places = Array.from({ length: 20 }, (_, at) => answers.get(`ordered.${number}.${at}`) ?? 0);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
    expect((await manager.streams.getMessage('ordered', { seq: answers.get('ordered.7.3') ?? 0 }))?.subject).toBe(
      'ordered.7.3',
    );
  });

  it('may be nothing at all', async () => {
    const { all } = messagesTo('nothing', 3, 0);
    const publisher = new StreamPublisher(connection, PATIENCE_MS);
    await publisher.send(all, 2);
    await publisher.send([], 2);
  });

  it('fails where there is no stream for it, and nothing more is begun then', async () => {
    const { all, begun, faults } = messagesTo('missing', 10, 5);
    await expect(new StreamPublisher(connection, PATIENCE_MS).send(all, 4)).rejects.toThrow('no stream');
    expect(begun).toHaveLength(4);
    expect(faults).toHaveLength(4);
  });

  it('fails with what the stream says against it, after the rest of what was on its way has come', async () => {
    await stream('small', { max_msgs: 3, discard: 'new' });
    const { all, answers, begun } = messagesTo('small', 5, 1);
    await expect(new StreamPublisher(connection, PATIENCE_MS).send(all, 5)).rejects.toThrow('maximum messages');
    expect(begun).toHaveLength(5);
    expect(answers.size).toBe(3);
  });

  it('fails where the broker does not say in time that it has it', async () => {
    await stream('silent', { no_ack: true });
    const { all, begun } = messagesTo('silent', 5, 2);
    const publisher = new StreamPublisher(connection, SHORT_PATIENCE_MS);
    await expect(publisher.send(all, 3)).rejects.toThrow('does not say');
    expect(begun).toHaveLength(3);
  });

  it('fails with what refuses its acknowledgements, which then reach nobody', async () => {
    const refusing = await NatsServer.start({
      configuration: `
        jetstream {}
        accounts { A { jetstream: enabled, users: [
          { user: free, password: free }
          { user: deaf, password: deaf, permissions: { subscribe: { deny: ["_INBOX.>"] } } }
        ] } }`,
    });
    const [free, deaf] = await Promise.all(
      ['free', 'deaf'].map((user) => connect({ servers: refusing.url, user, pass: user })),
    );
    try {
      await (await jetstreamManager(free as NatsConnection)).streams.add({ name: 'heard', subjects: ['heard.>'] });
      const publisher = new StreamPublisher(deaf as NatsConnection, PATIENCE_MS);
      expect(publisher.isOpen).toBe(true);
      await expect(publisher.send(messagesTo('heard', 2, 1).all, 2)).rejects.toThrow('Permissions Violation');
      expect(publisher.isOpen).toBe(false);
      expect(deaf?.isClosed()).toBe(false);
    } finally {
      await Promise.all([free?.close(), deaf?.close()]);
      await refusing.close();
    }
  });

  it('fails where one cannot be made, after what was on its way has come', async () => {
    await stream('unmade');
    const { all, answers } = messagesTo('unmade', 2, 2);
    const broken: Iterator<StreamMessage, void> = {
      next: () => {
        throw new Error('cannot be made');
      },
    };
    const sent = new StreamPublisher(connection, PATIENCE_MS).send([...all, broken], 3);
    await expect(sent).rejects.toThrow('cannot be made');
    expect(answers.size).toBe(2);
  });

  it('fails at once where the connection ends, and where it has ended', async () => {
    await stream('unheard', { no_ack: true });
    const own = await connect({ servers: server.url });
    const publisher = new StreamPublisher(own, PATIENCE_MS);
    const sent = publisher.send(messagesTo('unheard', 2, 1).all, 2);
    await Promise.all([expect(sent).rejects.toThrow('is closed'), own.close()]);
    await expect(publisher.send(messagesTo('unheard', 2, 1).all, 2)).rejects.toThrow('closed');
  });
});
