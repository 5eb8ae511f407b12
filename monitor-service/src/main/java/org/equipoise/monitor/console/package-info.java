/**
 * What the console shows beside the watched models: trainings, versions, datasets, labels to review, one image's story.
 * In memory, of bounded size, made from the topics.
 */
@NullMarked
package org.equipoise.monitor.console;

import org.jspecify.annotations.NullMarked;
