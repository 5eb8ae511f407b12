/** The object store: the only place that knows the MinIO client. */
@NullMarked
package org.equipoise.common.storage;

import org.jspecify.annotations.NullMarked;
