"""confluent-kafka-python, as an application has it: confluent_kafka_python.py ADDRESS. Produces, joins, commits, resumes."""

import sys

from confluent_kafka import Consumer, Producer


def produce(values):
    producer = Producer({"bootstrap.servers": sys.argv[1], "enable.idempotence": True})
    for value in values:
        producer.produce("orders", value)
    producer.flush(30)


def consume(count):
    consumer = Consumer(
        {
            "bootstrap.servers": sys.argv[1],
            "group.id": "billing",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
    )
    consumer.subscribe(["orders"])
    values = []
    for _ in range(60):
        message = consumer.poll(0.5)
        if message is not None and message.error() is None:
            values.append(message.value().decode())
            if len(values) == count:
                break
    consumer.commit(asynchronous=False)
    consumer.close()
    print(" ".join(sorted(values)), flush=True)


produce(["a", "b", "c"])
consume(3)
produce(["d", "e"])
consume(2)
