package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.api.Apis;
import io.github.groupcoordinator.internal.api.ClusterApis;
import io.github.groupcoordinator.internal.broker.api.admin.CreateAclsHandler;
import io.github.groupcoordinator.internal.broker.api.admin.DeleteAclsHandler;
import io.github.groupcoordinator.internal.broker.api.admin.DescribeAclsHandler;
import io.github.groupcoordinator.internal.broker.api.admin.DescribeClientQuotasHandler;
import io.github.groupcoordinator.internal.broker.api.admin.DescribeDelegationTokenHandler;
import io.github.groupcoordinator.internal.broker.api.admin.DescribeUserScramCredentialsHandler;
import io.github.groupcoordinator.internal.broker.api.group.ConsumerGroupDescribeHandler;
import io.github.groupcoordinator.internal.broker.api.group.ConsumerGroupHeartbeatHandler;
import io.github.groupcoordinator.internal.broker.api.group.DeleteGroupsHandler;
import io.github.groupcoordinator.internal.broker.api.group.DescribeGroupsHandler;
import io.github.groupcoordinator.internal.broker.api.group.FindCoordinatorHandler;
import io.github.groupcoordinator.internal.broker.api.group.HeartbeatHandler;
import io.github.groupcoordinator.internal.broker.api.group.JoinGroupHandler;
import io.github.groupcoordinator.internal.broker.api.group.LeaveGroupHandler;
import io.github.groupcoordinator.internal.broker.api.group.ListGroupsHandler;
import io.github.groupcoordinator.internal.broker.api.group.OffsetCommitHandler;
import io.github.groupcoordinator.internal.broker.api.group.OffsetDeleteHandler;
import io.github.groupcoordinator.internal.broker.api.group.OffsetFetchHandler;
import io.github.groupcoordinator.internal.broker.api.group.SyncGroupHandler;
import io.github.groupcoordinator.internal.broker.api.record.DeleteRecordsHandler;
import io.github.groupcoordinator.internal.broker.api.record.FetchHandler;
import io.github.groupcoordinator.internal.broker.api.record.ListOffsetsHandler;
import io.github.groupcoordinator.internal.broker.api.record.OffsetForLeaderEpochHandler;
import io.github.groupcoordinator.internal.broker.api.record.ProduceHandler;
import io.github.groupcoordinator.internal.broker.api.share.AlterShareGroupOffsetsHandler;
import io.github.groupcoordinator.internal.broker.api.share.DeleteShareGroupOffsetsHandler;
import io.github.groupcoordinator.internal.broker.api.share.DeleteShareGroupStateHandler;
import io.github.groupcoordinator.internal.broker.api.share.DescribeShareGroupOffsetsHandler;
import io.github.groupcoordinator.internal.broker.api.share.InitializeShareGroupStateHandler;
import io.github.groupcoordinator.internal.broker.api.share.ReadShareGroupStateHandler;
import io.github.groupcoordinator.internal.broker.api.share.ReadShareGroupStateSummaryHandler;
import io.github.groupcoordinator.internal.broker.api.share.ShareAcknowledgeHandler;
import io.github.groupcoordinator.internal.broker.api.share.ShareFetchHandler;
import io.github.groupcoordinator.internal.broker.api.share.ShareGroupDescribeHandler;
import io.github.groupcoordinator.internal.broker.api.share.ShareGroupHeartbeatHandler;
import io.github.groupcoordinator.internal.broker.api.share.WriteShareGroupStateHandler;
import io.github.groupcoordinator.internal.broker.api.streams.InternalTopics;
import io.github.groupcoordinator.internal.broker.api.streams.StreamsGroupDescribeHandler;
import io.github.groupcoordinator.internal.broker.api.streams.StreamsGroupHeartbeatHandler;
import io.github.groupcoordinator.internal.broker.api.streams.ToldStatuses;
import io.github.groupcoordinator.internal.broker.api.topic.AlterConfigsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.AlterPartitionReassignmentsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.ApiVersionsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.AutomaticTopics;
import io.github.groupcoordinator.internal.broker.api.topic.ConfigChanges;
import io.github.groupcoordinator.internal.broker.api.topic.CreatePartitionsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.CreateTopicsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.DeleteTopicsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.DescribeClusterHandler;
import io.github.groupcoordinator.internal.broker.api.topic.DescribeConfigsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.DescribeLogDirsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.DescribeQuorumHandler;
import io.github.groupcoordinator.internal.broker.api.topic.DescribeTopicPartitionsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.ElectLeadersHandler;
import io.github.groupcoordinator.internal.broker.api.topic.IncrementalAlterConfigsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.ListConfigResourcesHandler;
import io.github.groupcoordinator.internal.broker.api.topic.ListPartitionReassignmentsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.MetadataHandler;
import io.github.groupcoordinator.internal.broker.api.topic.TopicCreation;
import io.github.groupcoordinator.internal.broker.api.topic.UpdateFeaturesHandler;
import io.github.groupcoordinator.internal.broker.api.transaction.AddOffsetsToTxnHandler;
import io.github.groupcoordinator.internal.broker.api.transaction.AddPartitionsToTxnHandler;
import io.github.groupcoordinator.internal.broker.api.transaction.DescribeProducersHandler;
import io.github.groupcoordinator.internal.broker.api.transaction.DescribeTransactionsHandler;
import io.github.groupcoordinator.internal.broker.api.transaction.EndTxnHandler;
import io.github.groupcoordinator.internal.broker.api.transaction.InitProducerIdHandler;
import io.github.groupcoordinator.internal.broker.api.transaction.ListTransactionsHandler;
import io.github.groupcoordinator.internal.broker.api.transaction.TxnOffsetCommitHandler;
import io.github.groupcoordinator.internal.broker.api.transaction.WriteTxnMarkersHandler;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Controller;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.coordinators.TransactionCoordinators;
import io.github.groupcoordinator.internal.broker.share.ShareLeaders;
import io.github.groupcoordinator.internal.broker.wire.ApiVersionTable;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.coordinator.group.GroupConfigs;
import io.github.groupcoordinator.internal.journal.EventSink;
import java.util.ArrayList;
import java.util.List;

/** The handlers of all APIs, each made with what it needs. */
final class Handlers {
    private final Cluster cluster;
    private final Coordinators kinds;
    private final GroupCoordinators coordinators;
    private final TransactionCoordinators transactions;
    private final TopicLifecycle topics;
    private final ShareLeaders shareLeaders;
    private final ToldStatuses toldStatuses;
    private final EventSink events;
    private final GroupConfigs groupConfigs;
    private final TopicCreation creation;
    private final InternalTopics internalTopics;

    Handlers(
            Cluster cluster,
            Coordinators kinds,
            TopicLifecycle topics,
            ShareLeaders shareLeaders,
            ToldStatuses toldStatuses,
            EventSink events) {
        this.cluster = cluster;
        this.kinds = kinds;
        this.coordinators = kinds.groups();
        this.transactions = kinds.transactions();
        this.topics = topics;
        this.shareLeaders = shareLeaders;
        this.toldStatuses = toldStatuses;
        this.events = events;
        this.groupConfigs = kinds.groupConfigs();
        this.creation = new TopicCreation(cluster, topics::lead);
        this.internalTopics = new InternalTopics(
                cluster, kinds.streamsGroupConfigs(), missing -> creation.create(missing, false), events);
    }

    /** Forgets what handlers knew of a node that has ended. */
    void forgetMemory(int nodeId) {
        internalTopics.forgetMemory(nodeId);
    }

    /** Makes one handler for each API. */
    List<RequestHandler<?>> all(ApiVersionTable versions, Controller controller, FetchHandler fetchHandler) {
        List<RequestHandler<?>> all = new ArrayList<>();
        all.add(new ApiVersionsHandler(versions, cluster.config().features()));
        all.add(new ElectLeadersHandler(cluster, controller));
        all.add(new AlterPartitionReassignmentsHandler(cluster, controller));
        all.add(new UpdateFeaturesHandler(cluster.config().features()));
        addCluster(all, new AutomaticTopics(cluster, events));
        addGroups(all);
        if (Apis.areShareGroupsKnown()) {
            addShareGroups(all);
        }
        if (Apis.areStreamsGroupsKnown()) {
            all.add(new StreamsGroupHeartbeatHandler(cluster, coordinators, internalTopics, toldStatuses));
            all.add(new StreamsGroupDescribeHandler(cluster, coordinators));
        }
        addRecords(all, fetchHandler);
        addTransactions(all);
        addAdministration(all);
        return all;
    }

    private void addCluster(List<RequestHandler<?>> all, AutomaticTopics automaticTopics) {
        all.add(new MetadataHandler(cluster, topics::createInternal, automaticTopics));
        all.add(new DescribeClusterHandler(cluster));
        all.add(new ListPartitionReassignmentsHandler(cluster));
        all.add(new DescribeLogDirsHandler(cluster));
        all.add(new DescribeQuorumHandler(cluster));
        if (ClusterApis.areConfigResourcesKnown()) {
            all.add(ListConfigResourcesHandler.of(cluster, groupConfigs));
        }
        all.add(new DescribeConfigsHandler(cluster, groupConfigs));
        ConfigChanges configChanges = new ConfigChanges(cluster, groupConfigs);
        all.add(new IncrementalAlterConfigsHandler(configChanges));
        all.add(new AlterConfigsHandler(configChanges));
        all.add(new DescribeTopicPartitionsHandler(cluster));
        all.add(new CreateTopicsHandler(creation));
        all.add(new CreatePartitionsHandler(cluster, topics::lead));
        all.add(new DeleteTopicsHandler(cluster, topics::delete));
    }

    private void addGroups(List<RequestHandler<?>> all) {
        all.add(new FindCoordinatorHandler(cluster, kinds.byKeyType(), topics::create));
        all.add(new JoinGroupHandler(coordinators));
        all.add(new SyncGroupHandler(coordinators));
        all.add(new HeartbeatHandler(coordinators));
        all.add(new LeaveGroupHandler(coordinators));
        all.add(new ConsumerGroupHeartbeatHandler(cluster, coordinators));
        all.add(new ConsumerGroupDescribeHandler(cluster, coordinators));
        all.add(new DescribeGroupsHandler(coordinators));
        all.add(new ListGroupsHandler(coordinators));
        all.add(new DeleteGroupsHandler(coordinators));
        all.add(new OffsetCommitHandler(cluster, coordinators));
        all.add(new OffsetFetchHandler(cluster, coordinators));
        all.add(new OffsetDeleteHandler(cluster, coordinators));
    }

    private void addShareGroups(List<RequestHandler<?>> all) {
        all.add(new ShareGroupHeartbeatHandler(cluster, coordinators));
        all.add(new ShareGroupDescribeHandler(cluster, coordinators));
        all.add(new DescribeShareGroupOffsetsHandler(cluster, coordinators));
        all.add(new AlterShareGroupOffsetsHandler(cluster, coordinators));
        all.add(new DeleteShareGroupOffsetsHandler(cluster, coordinators));
        all.add(new ShareFetchHandler(cluster, shareLeaders));
        all.add(new ShareAcknowledgeHandler(cluster, shareLeaders));
        all.add(new InitializeShareGroupStateHandler(kinds.shares()));
        all.add(new ReadShareGroupStateHandler(kinds.shares()));
        all.add(new WriteShareGroupStateHandler(kinds.shares()));
        all.add(new DeleteShareGroupStateHandler(kinds.shares()));
        all.add(new ReadShareGroupStateSummaryHandler(kinds.shares()));
    }

    private void addRecords(List<RequestHandler<?>> all, FetchHandler fetchHandler) {
        all.add(new ProduceHandler(cluster, transactions.verification()));
        all.add(fetchHandler);
        all.add(new ListOffsetsHandler(cluster));
        all.add(new DeleteRecordsHandler(cluster));
        all.add(new OffsetForLeaderEpochHandler(cluster));
    }

    private void addTransactions(List<RequestHandler<?>> all) {
        all.add(new InitProducerIdHandler(transactions));
        all.add(new AddPartitionsToTxnHandler(cluster, transactions));
        all.add(new AddOffsetsToTxnHandler(transactions, coordinators));
        all.add(new EndTxnHandler(transactions));
        all.add(new TxnOffsetCommitHandler(cluster, coordinators, transactions.verification()));
        all.add(new WriteTxnMarkersHandler(transactions.markers()));
        all.add(new DescribeTransactionsHandler(transactions));
        all.add(new ListTransactionsHandler(cluster, transactions));
        all.add(new DescribeProducersHandler(cluster));
    }

    private static void addAdministration(List<RequestHandler<?>> all) {
        all.add(new CreateAclsHandler());
        all.add(new DeleteAclsHandler());
        all.add(new DescribeAclsHandler());
        all.add(new DescribeClientQuotasHandler());
        all.add(new DescribeDelegationTokenHandler());
        all.add(new DescribeUserScramCredentialsHandler());
    }
}
