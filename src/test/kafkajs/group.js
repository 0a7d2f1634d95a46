// Two members of one group, driven line by line from standard input; each answer is one line of JSON.
//
//   produce <topic> <count> <prefix>    produces that many records without a key
//   join <name> <topic>                 a consumer joins; answers once it has its partitions
//   assigned <name>                     answers with the partitions that it has now
//   received <name> <count>             answers with the values once it has received so many
//   leave <name>                        stops the consumer; what it has processed is committed
//   quit
'use strict';
const { Kafka, logLevel } = require('kafkajs');
const { createInterface } = require('node:readline');

const [servers, groupId] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'kafkajs', brokers: servers.split(','), logLevel: logLevel.NOTHING });
const members = new Map();

async function produce(topic, count, prefix) {
  const producer = kafka.producer();
  await producer.connect();
  const messages = Array.from({ length: Number(count) }, (_, i) => ({ value: prefix + i }));
  const acks = await producer.send({ topic, messages });
  await producer.disconnect();
  return { errors: acks.filter((ack) => ack.errorCode !== 0).length };
}

async function join(name, topic) {
  const consumer = kafka.consumer({ groupId, sessionTimeout: 10000, heartbeatInterval: 250, maxWaitTimeInMs: 200 });
  const member = { consumer, partitions: [], values: [], changed: () => {} };
  members.set(name, member);
  consumer.on(consumer.events.GROUP_JOIN, (event) => {
    member.partitions = Object.values(event.payload.memberAssignment).flat().sort();
    member.changed();
  });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      member.values.push(message.value.toString());
      member.changed();
    },
  });
  await until(member, () => member.partitions.length > 0);
  return { partitions: member.partitions };
}

function until(member, done) {
  return new Promise((resolve) => {
    member.changed = () => done() && resolve();
    member.changed();
  });
}

async function assigned(name, count) {
  const member = members.get(name);
  await until(member, () => member.partitions.length === Number(count));
  return { partitions: member.partitions };
}

async function received(name, count) {
  const member = members.get(name);
  await until(member, () => member.values.length >= Number(count));
  return { values: member.values.slice().sort() };
}

async function leave(name) {
  const { consumer, values } = members.get(name);
  await consumer.stop();
  await consumer.disconnect();
  members.delete(name);
  return { values: values.slice().sort() };
}

const commands = { produce, join, assigned, received, leave };

(async () => {
  for await (const line of createInterface({ input: process.stdin })) {
    const [command, ...args] = line.trim().split(/\s+/);
    if (command === 'quit') {
      break;
    }
    try {
      console.log(JSON.stringify(await commands[command](...args)));
    } catch (error) {
      console.log(JSON.stringify({ error: String(error) }));
    }
  }
  process.exit(0);
})();
