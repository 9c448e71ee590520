// Evaluates the pods in Kubernetes manifests against a Pod Security Standard, with the code that the API server itself
// decides by.
//
//	pod-security LEVEL FILE…
//
// Exit code 1 when a pod would be refused, or when there is none to judge.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

func main() {
	if len(os.Args) < 3 {
		fail(errors.New("usage: pod-security LEVEL FILE…"))
	}
	level, err := api.ParseLevel(os.Args[1])
	fail(err)
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	fail(err)
	version := api.LevelVersion{Level: level, Version: api.LatestVersion()}

	admitted, refused := 0, 0
	for _, file := range os.Args[2:] {
		pods, err := readPods(file)
		fail(err)
		for _, pod := range pods {
			result := policy.AggregateCheckResults(evaluator.EvaluatePod(version, &pod.meta, &pod.spec))
			if result.Allowed {
				admitted++
				continue
			}
			refused++
			fmt.Fprintf(os.Stderr, "%s: %s: %s\n", file, pod.owner, result.ForbiddenDetail())
		}
	}
	fmt.Printf("%s: %d pods admitted, %d refused\n", level, admitted, refused)
	if refused > 0 || admitted == 0 {
		os.Exit(1)
	}
}

type pod struct {
	owner string
	meta  metav1.ObjectMeta
	spec  corev1.PodSpec
}

// What any object that holds a pod looks like: a Pod, or the template of a Deployment, a Job or their like.
type object struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
	Spec              struct {
		corev1.PodSpec `json:",inline"`
		Template       *template `json:"template"`
		JobTemplate    *struct {
			Spec struct {
				Template *template `json:"template"`
			} `json:"spec"`
		} `json:"jobTemplate"`
	} `json:"spec"`
}

type template struct {
	metav1.ObjectMeta `json:"metadata"`
	Spec              corev1.PodSpec `json:"spec"`
}

func readPods(file string) ([]pod, error) {
	stream, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	reader := yaml.NewYAMLReader(bufio.NewReader(stream))
	var pods []pod
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return pods, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if found, err := podOf(document); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		} else if found != nil {
			pods = append(pods, *found)
		}
	}
}

// Only kinds that make pods are read further: others use the same words for other things.
func podOf(document []byte) (*pod, error) {
	var kind metav1.TypeMeta
	if err := yaml.Unmarshal(document, &kind); err != nil {
		return nil, err
	}
	switch kind.Kind {
	case "Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob":
	default:
		return nil, nil
	}
	var each object
	if err := yaml.Unmarshal(document, &each); err != nil {
		return nil, err
	}
	owner := each.Kind + "/" + each.Name
	switch {
	case each.Spec.JobTemplate != nil && each.Spec.JobTemplate.Spec.Template != nil:
		return &pod{owner, each.Spec.JobTemplate.Spec.Template.ObjectMeta, each.Spec.JobTemplate.Spec.Template.Spec}, nil
	case each.Spec.Template != nil:
		return &pod{owner, each.Spec.Template.ObjectMeta, each.Spec.Template.Spec}, nil
	default:
		return &pod{owner, each.ObjectMeta, each.Spec.PodSpec}, nil
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
