package io.github.groupcoordinator.internal.broker.config;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.jspecify.annotations.Nullable;

/**
 * The broker properties of Kafka 4.3.1 that nothing here reads, by type: disks, sockets, threads, security, the KRaft
 * quorum. A configuration of a real broker may name them; they are checked for their type, and named in one line of the
 * log when a cluster starts. Classes count as strings, since they are not loaded.
 */
public final class UnreadProperties {
    private static final Logger LOGGER = System.getLogger(UnreadProperties.class.getName());

    private static final String STRINGS = """
            alter.config.policy.class.name authorizer.class.name broker.rack client.quota.callback.class
            compression.type create.topic.policy.class.name group.share.persister.class.name
            inter.broker.listener.name listener.security.protocol.map max.connections.per.ip.overrides
            metadata.log.dir metrics.recording.level principal.builder.class remote.log.metadata.manager.class.name
            remote.log.metadata.manager.class.path remote.log.metadata.manager.impl.prefix
            remote.log.metadata.manager.listener.name remote.log.storage.manager.class.name
            remote.log.storage.manager.class.path remote.log.storage.manager.impl.prefix replica.selector.class
            sasl.client.callback.handler.class sasl.kerberos.kinit.cmd sasl.kerberos.service.name
            sasl.login.callback.handler.class sasl.login.class sasl.mechanism.controller.protocol
            sasl.mechanism.inter.broker.protocol sasl.oauthbearer.assertion.algorithm
            sasl.oauthbearer.assertion.claim.aud sasl.oauthbearer.assertion.claim.iss
            sasl.oauthbearer.assertion.claim.sub sasl.oauthbearer.assertion.file
            sasl.oauthbearer.assertion.private.key.file sasl.oauthbearer.assertion.template.file
            sasl.oauthbearer.client.credentials.client.id sasl.oauthbearer.expected.issuer
            sasl.oauthbearer.jwks.endpoint.url sasl.oauthbearer.jwt.retriever.class
            sasl.oauthbearer.jwt.validator.class sasl.oauthbearer.scope sasl.oauthbearer.scope.claim.name
            sasl.oauthbearer.sub.claim.name sasl.oauthbearer.token.endpoint.url sasl.server.callback.handler.class
            security.inter.broker.protocol security.providers ssl.client.auth ssl.endpoint.identification.algorithm
            ssl.engine.factory.class ssl.keymanager.algorithm ssl.keystore.location ssl.keystore.type
            ssl.principal.mapping.rules ssl.protocol ssl.provider ssl.secure.random.implementation
            ssl.trustmanager.algorithm ssl.truststore.location ssl.truststore.type""";

    private static final String LISTS = """
            advertised.listeners config.providers controller.listener.names controller.quorum.bootstrap.servers
            controller.quorum.voters cordoned.log.dirs early.start.listeners group.share.assignors
            kafka.metrics.reporters listeners log.dir log.dirs metric.reporters process.roles
            sasl.enabled.mechanisms sasl.kerberos.principal.to.local.rules sasl.oauthbearer.expected.audience
            ssl.cipher.suites ssl.enabled.protocols""";

    private static final String INTS = """
            alter.log.dirs.replication.quota.window.num alter.log.dirs.replication.quota.window.size.seconds
            background.threads broker.heartbeat.interval.ms broker.id compression.gzip.level compression.lz4.level
            compression.zstd.level connection.failed.authentication.delay.ms controller.quorum.append.linger.ms
            controller.quorum.election.backoff.max.ms controller.quorum.election.timeout.ms
            controller.quorum.fetch.max.bytes controller.quorum.fetch.snapshot.max.bytes
            controller.quorum.fetch.timeout.ms controller.quorum.request.timeout.ms
            controller.quorum.retry.backoff.ms controller.quota.window.num controller.quota.window.size.seconds
            controller.socket.timeout.ms delete.records.purgatory.purge.interval.requests
            fetch.purgatory.purge.interval.requests group.coordinator.append.linger.ms
            group.coordinator.background.threads group.coordinator.cached.buffer.max.bytes group.coordinator.threads
            initial.broker.registration.timeout.ms internal.metadata.log.segment.bytes
            internal.metadata.max.batch.size.in.bytes kafka.metrics.polling.interval.secs log.cleaner.io.buffer.size
            log.cleaner.threads log.flush.offset.checkpoint.interval.ms
            log.flush.start.offset.checkpoint.interval.ms log.index.interval.bytes log.index.size.max.bytes
            log.roll.jitter.hours max.connection.creation.rate max.connections.per.ip metadata.log.segment.bytes
            metadata.max.idle.interval.ms metrics.num.samples node.id num.io.threads num.network.threads
            num.recovery.threads.per.data.dir num.replica.alter.log.dirs.threads num.replica.fetchers
            offsets.commit.timeout.ms offsets.load.buffer.size offsets.topic.compression.codec
            offsets.topic.segment.bytes producer.purgatory.purge.interval.requests queued.max.requests
            quota.window.num quota.window.size.seconds remote.fetch.max.wait.ms
            remote.log.manager.copier.thread.pool.size remote.log.manager.copy.quota.window.num
            remote.log.manager.copy.quota.window.size.seconds remote.log.manager.expiration.thread.pool.size
            remote.log.manager.fetch.quota.window.num remote.log.manager.fetch.quota.window.size.seconds
            remote.log.manager.follower.thread.pool.size remote.log.manager.thread.pool.size
            remote.log.metadata.custom.metadata.max.bytes remote.log.reader.max.pending.tasks
            remote.log.reader.threads replica.fetch.backoff.ms replica.fetch.max.bytes replica.fetch.min.bytes
            replica.fetch.response.max.bytes replica.fetch.wait.max.ms replica.socket.receive.buffer.bytes
            replica.socket.timeout.ms replication.quota.window.num replication.quota.window.size.seconds
            request.timeout.ms sasl.login.connect.timeout.ms sasl.login.read.timeout.ms
            sasl.oauthbearer.assertion.claim.exp.seconds sasl.oauthbearer.assertion.claim.nbf.seconds
            sasl.oauthbearer.clock.skew.seconds sasl.server.max.receive.size share.coordinator.append.linger.ms
            share.coordinator.cached.buffer.max.bytes share.coordinator.load.buffer.size
            share.coordinator.state.topic.compression.codec share.coordinator.threads
            share.coordinator.write.timeout.ms share.fetch.purgatory.purge.interval.requests
            socket.listen.backlog.size socket.receive.buffer.bytes socket.send.buffer.bytes telemetry.max.bytes
            transaction.state.log.load.buffer.size transaction.state.log.segment.bytes""";

    private static final String LONGS = """
            connections.max.idle.ms connections.max.reauth.ms controller.performance.always.log.threshold.ms
            controller.performance.sample.period.ms delegation.token.expiry.check.interval.ms
            delegation.token.expiry.time.ms delegation.token.max.lifetime.ms internal.metadata.delete.delay.millis
            leader.imbalance.check.interval.seconds log.cleaner.dedupe.buffer.size log.dir.failure.timeout.ms
            log.flush.interval.messages log.flush.interval.ms log.flush.scheduler.interval.ms
            log.local.retention.bytes log.local.retention.ms log.roll.jitter.ms log.segment.delete.delay.ms
            metadata.log.max.record.bytes.between.snapshots metadata.log.max.snapshot.interval.ms
            metadata.log.segment.ms metadata.max.retention.bytes metadata.max.retention.ms metrics.sample.window.ms
            queued.max.request.bytes remote.list.offsets.request.timeout.ms
            remote.log.index.file.cache.total.size.bytes remote.log.index.file.cache.ttl.ms
            remote.log.manager.copy.max.bytes.per.second remote.log.manager.fetch.max.bytes.per.second
            remote.log.manager.task.interval.ms remote.log.manager.task.retry.backoff.max.ms
            remote.log.manager.task.retry.backoff.ms replica.high.watermark.checkpoint.interval.ms
            replica.lag.time.max.ms sasl.kerberos.min.time.before.relogin sasl.login.retry.backoff.max.ms
            sasl.login.retry.backoff.ms sasl.oauthbearer.jwks.endpoint.refresh.ms
            sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms sasl.oauthbearer.jwks.endpoint.retry.backoff.ms
            server.max.startup.time.ms socket.connection.setup.timeout.max.ms socket.connection.setup.timeout.ms
            unclean.leader.election.interval.ms""";

    private static final String SHORTS = """
            sasl.login.refresh.buffer.seconds sasl.login.refresh.min.period.seconds""";

    private static final String DOUBLES = """
            log.cleaner.io.buffer.load.factor log.cleaner.io.max.bytes.per.second
            remote.log.manager.task.retry.jitter sasl.kerberos.ticket.renew.jitter
            sasl.kerberos.ticket.renew.window.factor sasl.login.refresh.window.factor
            sasl.login.refresh.window.jitter""";

    private static final String BOOLEANS = """
            auto.leader.rebalance.enable controlled.shutdown.enable controller.quorum.auto.join.enable
            follower.fetch.last.tiered.offset.enable log.cleaner.enable log.preallocate
            remote.log.storage.system.enable sasl.oauthbearer.assertion.claim.jti.include ssl.allow.dn.changes
            ssl.allow.san.changes transaction.two.phase.commit.enable unstable.api.versions.enable
            unstable.feature.versions.enable""";

    private static final String PASSWORDS = """
            delegation.token.secret.key sasl.jaas.config sasl.oauthbearer.assertion.private.key.passphrase
            sasl.oauthbearer.client.credentials.client.secret ssl.key.password ssl.keystore.certificate.chain
            ssl.keystore.key ssl.keystore.password ssl.truststore.certificates ssl.truststore.password""";

    /** The beginnings of names whose ends the user chooses: of a listener, a provider of configurations, a plugin. */
    private static final List<String> PREFIXES =
            List.of("config.providers.", "listener.name.", "metrics.jmx.", "rlmm.config.", "rsm.config.");

    private static final SortedMap<String, Type> TYPES = types();

    private final List<String> names;

    private UnreadProperties(List<String> names) {
        this.names = Collections.unmodifiableList(names);
    }

    private static SortedMap<String, Type> types() {
        SortedMap<String, Type> types = new TreeMap<>();
        put(types, STRINGS, Type.STRING);
        put(types, LISTS, Type.LIST);
        put(types, INTS, Type.INT);
        put(types, LONGS, Type.LONG);
        put(types, SHORTS, Type.SHORT);
        put(types, DOUBLES, Type.DOUBLE);
        put(types, BOOLEANS, Type.BOOLEAN);
        put(types, PASSWORDS, Type.PASSWORD);
        return types;
    }

    private static void put(Map<String, Type> types, String names, Type type) {
        for (String name : names.split("\\s+")) {
            types.put(name, type);
        }
    }

    /** Returns the names of all of them, with their types, in alphabetical order. */
    public static SortedMap<String, Type> known() {
        return Collections.unmodifiableSortedMap(TYPES);
    }

    /**
     * Takes them out of broker properties.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a value is not of its property's type
     */
    static UnreadProperties takenFrom(Map<String, String> properties) {
        List<String> unread = new ArrayList<>();
        for (Map.Entry<String, String> each : new TreeMap<>(properties).entrySet()) {
            Type type = type(each.getKey());
            if (type != null) {
                ConfigDef.parseType(each.getKey(), each.getValue(), type);
                properties.remove(each.getKey());
                unread.add(each.getKey());
            }
        }
        return new UnreadProperties(unread);
    }

    private static @Nullable Type type(String name) {
        Type type = TYPES.get(name);
        return type == null && PREFIXES.stream().anyMatch(name::startsWith) ? Type.STRING : type;
    }

    /** Returns the names of those that were given, in alphabetical order. */
    public List<String> names() {
        return names;
    }

    /** Names those that were given in one line of the log, and says how to reach the same here. */
    public void tell() {
        if (!names.isEmpty()) {
            LOGGER.log(Level.INFO, text());
        }
    }

    private String text() {
        StringBuilder text =
                new StringBuilder("Broker properties without effect in memory: ").append(String.join(", ", names));
        if (names.contains("listeners") || names.contains("advertised.listeners")) {
            text.append("; a cluster listens where its configuration's listener(..) says: ListenerConfig.boundTo(..)");
        }
        if (names.contains("broker.id") || names.contains("node.id")) {
            text.append("; brokers are numbered from 0, as many as its configuration's brokers(..) says");
        }
        return text.toString();
    }
}
