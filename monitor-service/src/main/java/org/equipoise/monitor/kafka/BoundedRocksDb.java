package org.equipoise.monitor.kafka;

import java.util.Map;

import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One bound for all stores of the process, however many partitions it watches: what is not yet on disk, and the blocks,
 * indices and filters read from there. By itself each store would take its own, about 100 MB outside the heap.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

    private static final long MEMORY_BYTES = 96L << 20;
    private static final long WRITE_BUFFERS_BYTES = 48L << 20;
    private static final long WRITE_BUFFER_BYTES = 8L << 20;
    private static final double KEPT_FOR_INDICES = 0.1;

    private static final class Shared {
        static final Cache CACHE = new LRUCache(MEMORY_BYTES, -1, false, KEPT_FOR_INDICES);
        static final WriteBufferManager BUFFERS = new WriteBufferManager(WRITE_BUFFERS_BYTES, CACHE);
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        var table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(Shared.BUFFERS);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    }

    @Override
    public void close(String storeName, Options options) {
        // Cache and buffers are the process's.
    }
}
