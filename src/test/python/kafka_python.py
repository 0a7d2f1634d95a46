"""kafka-python, as an application has it: kafka_python.py ADDRESS. Produces, joins, commits, and resumes where it was."""

import sys

from kafka import KafkaConsumer, KafkaProducer


def produce(values):
    producer = KafkaProducer(bootstrap_servers=sys.argv[1].split(","), acks="all")
    for value in values:
        producer.send("orders", value.encode()).get(timeout=30)
    producer.close()


def consume(count):
    consumer = KafkaConsumer(
        "orders",
        bootstrap_servers=sys.argv[1].split(","),
        group_id="billing",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        consumer_timeout_ms=30000,
    )
    values = []
    for record in consumer:
        values.append(record.value.decode())
        if len(values) == count:
            break
    consumer.commit()
    consumer.close()
    print(" ".join(sorted(values)), flush=True)


produce(["a", "b", "c"])
consume(3)
produce(["d", "e"])
consume(2)
